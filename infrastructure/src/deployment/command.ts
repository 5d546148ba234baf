/** The command line of a deployment; ../deploy.ts lists its flags. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readTemplates } from '../stacks.ts';
import { folder } from '../template.ts';
import { deployAll, destroyAll } from './deploy-all.ts';
import type { Deployment } from './deployment.ts';
import { type StartProgram, Tools } from './tools.ts';

const parts = ['images', 'bundle', 'site'] as const;

export interface CommandOptions {
  readonly log: (line: string) => void;
  readonly logError: (line: string) => void;
  /** What starts the AWS CLI, docker, npm and git, where they are not those of this machine. */
  readonly start?: StartProgram;
}

/** @returns the exit code */
export async function runDeployCommand(
  args: readonly string[],
  { log, logError, start }: CommandOptions,
): Promise<number> {
  try {
    const { values: flags } = parseArgs({
      args: [...args],
      options: {
        project: { type: 'string', default: 'media-feed' },
        aws: { type: 'string', default: 'aws' },
        set: { type: 'string', multiple: true, default: [] },
        skip: { type: 'string', multiple: true, default: [] },
        'role-arn': { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        // For tests: where to build, and how often to look.
        root: { type: 'string', default: join(folder, '..') },
        'poll-seconds': { type: 'string', default: '5' },
        destroy: { type: 'boolean', default: false },
      },
    });
    const unknown = flags.skip.find((part) => !(parts as readonly string[]).includes(part));
    if (unknown !== undefined)
      throw new Error(`--skip takes ${parts.join(', ')}; ${unknown} is none of them.`);
    const deployment: Deployment = {
      project: flags.project,
      settings: Object.fromEntries(flags.set.map(pairOf)),
      templates: await readTemplates(),
      templateFolder: folder,
      roleArn: flags['role-arn'],
      skips: new Set(parts.filter((part) => flags.skip.includes(part))),
      pollMilliseconds: Number(flags['poll-seconds']) * 1000,
      tools: new Tools({ aws: flags.aws, folder: flags.root, log, dryRun: flags['dry-run'], start }),
    };
    if (flags.destroy) await destroyAll(deployment);
    else {
      const { WebOrigin = '' } = await deployAll(deployment);
      log(flags['dry-run'] ? 'Nothing was changed.' : `Deployed: ${WebOrigin}`);
    }
    return 0;
  } catch (error) {
    logError(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

function pairOf(pair: string): [string, string] {
  const at = pair.indexOf('=');
  if (at < 1) throw new Error(`--set takes Name=value; «${pair}» is none.`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}
