/** Every target of the Makefile, over the composition where it needs a stack and over none where it does not. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTargets } from '../../make/run-targets.ts';
import type { TargetResult } from '../../make/target-row.ts';
import type { Composition } from '../composition.ts';
import type { Report } from '../report.ts';

export async function tryEveryTarget({ env }: Composition, report: Report): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'media-feed-targets-'));
  const databaseUrl = `postgres://postgres:pass1234@127.0.0.1:${env.DATABASE_PORT ?? ''}/media_feed`;
  const record = (result: TargetResult) => report.add(rowOf(result));
  try {
    const composed = {
      env: { ...env, STACK: 'compose' },
      databaseUrl,
      folder,
      outputs: new Map<string, string>(),
    };
    await runTargets('compose', composed, record);
    const nothing = { DATA_DIR: join(folder, 'data'), DOCKER: '/nowhere/docker' };
    await runTargets('none', { env: nothing, folder, outputs: new Map() }, record);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function rowOf({ row, passed, seconds, problem, output }: TargetResult) {
  const said = output.trimEnd().split('\n').slice(-12).join('\n');
  return {
    title: `make ${row.target}${row.title === row.target ? '' : ` (${row.title})`}`,
    passed,
    seconds,
    ...(problem !== undefined && { problem: `${problem}\n${said}` }),
  };
}
