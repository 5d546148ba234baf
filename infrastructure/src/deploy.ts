/**
 * Brings everything to AWS: secrets, stacks, images, the Lambda, the schema, the web app. docs/operations.md tells how.
 *
 * node infrastructure/src/deploy.ts --set AlarmEmail=you@example.org --set Repository=owner/name
 *
 * --set Name=value    a parameter of any stack; kept, so that it need not be said again. ImageTag and BundleKey name
 *                     what was pushed before, and hold for this deployment alone
 * --dry-run           shows the calls in order, reads, and changes nothing
 * --skip images|bundle|site   leaves that as it is
 * --role-arn ARN      makes the resources by CloudFormation's role (CloudFormationRoleArn of deploy-role)
 * --project NAME      media-feed, or the name of another installation
 * --destroy           takes the stacks down again, last first
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { deployAll, destroyAll } from './deployment/deploy-all.ts';
import type { Deployment } from './deployment/deployment.ts';
import { Tools } from './deployment/tools.ts';
import { readTemplates } from './stacks.ts';
import { folder } from './template.ts';

const parts = ['images', 'bundle', 'site'] as const;

try {
  const { values: flags } = parseArgs({
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
  if (unknown !== undefined) throw new Error(`--skip takes ${parts.join(', ')}; ${unknown} is none of them.`);
  const deployment: Deployment = {
    project: flags.project,
    values: Object.fromEntries(flags.set.map(pairOf)),
    templates: await readTemplates(),
    roleArn: flags['role-arn'],
    skips: new Set(parts.filter((part) => flags.skip.includes(part))),
    pollMilliseconds: Number(flags['poll-seconds']) * 1000,
    tools: new Tools({
      aws: flags.aws,
      folder: flags.root,
      log: console.log,
      dryRun: flags['dry-run'],
    }),
  };
  if (flags.destroy) await destroyAll(deployment);
  else {
    const { WebOrigin = '' } = await deployAll(deployment);
    console.log(flags['dry-run'] ? 'Nothing was changed.' : `Deployed: ${WebOrigin}`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

function pairOf(pair: string): [string, string] {
  const at = pair.indexOf('=');
  if (at < 1) throw new Error(`--set takes Name=value; «${pair}» is none.`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}
