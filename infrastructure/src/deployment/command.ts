/** The command line of a deployment; ../deploy.ts lists its flags. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readTemplates } from '../stacks.ts';
import { folder } from '../template.ts';
import { deployAll } from './deploy-all.ts';
import type { Deployment } from './deployment.ts';
import { restoreDatabase } from './restore-database.ts';
import { forgetPreviousSecret, rotateSecret } from './rotation.ts';
import { tearDown } from './teardown.ts';
import { type StartProgram, Tools } from './tools.ts';

const parts = ['images', 'bundle', 'site'] as const;

export interface CommandOptions {
  readonly log: (line: string) => void;
  readonly logError: (line: string) => void;
  /** What starts the AWS CLI, docker, npm and git, where they are not those of this machine. */
  readonly start?: StartProgram;
  /** What asks the site, where it is not `fetch`. */
  readonly requestStatus?: (url: string) => Promise<number>;
  /** Where it is not this machine's. */
  readonly platform?: string;
}

const requestTimeoutMs = 20_000;

/** @returns the exit code */
export async function runDeployCommand(
  args: readonly string[],
  {
    log,
    logError,
    start,
    requestStatus = async (url) =>
      (await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(requestTimeoutMs) })).status,
    platform = `${process.platform}-${process.arch}`,
  }: CommandOptions,
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
        // For tests: where to build, how often to look, and how long the site may take to answer.
        root: { type: 'string', default: join(folder, '..') },
        'poll-seconds': { type: 'string', default: '5' },
        'answer-minutes': { type: 'string', default: '15' },
        rotate: { type: 'string' },
        forget: { type: 'string' },
        'restore-database': { type: 'string' },
        destroy: { type: 'boolean', default: false },
        confirm: { type: 'string' },
        'with-data': { type: 'boolean', default: false },
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
      platform,
      requestStatus,
      answerMinutes: Number(flags['answer-minutes']),
      pollMilliseconds: Number(flags['poll-seconds']) * 1000,
      tools: new Tools({ aws: flags.aws, folder: flags.root, log, dryRun: flags['dry-run'], start }),
    };
    if (flags.destroy)
      await tearDown(deployment, { confirmation: flags.confirm, withData: flags['with-data'] });
    else if (flags['restore-database'] !== undefined)
      await restoreDatabase(deployment, flags['restore-database']);
    else if (flags.rotate !== undefined) await rotateSecret(deployment, flags.rotate);
    else if (flags.forget !== undefined) await forgetPreviousSecret(deployment, flags.forget);
    else {
      const { WebOrigin = '' } = await deployAll(deployment);
      if (!flags['dry-run']) log(`Deployed: ${WebOrigin}`);
    }
    if (flags['dry-run']) log('Nothing was changed.');
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
