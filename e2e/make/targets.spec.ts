import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startStack } from '@media-feed/testing/stack';
import { runTargets } from './run-targets.ts';
import type { TargetResult } from './target-row.ts';
import { targetRows } from './targets.ts';

const root = join(import.meta.dirname, '..', '..');

test('every target of the Makefile has a row, and every row a target', async () => {
  const makefile = await readFile(join(root, 'Makefile'), 'utf8');
  const targets = [...makefile.matchAll(/^([a-z0-9-]+):.*##/gm)].map(([, name]) => name);

  expect(targets.length).toBeGreaterThan(40);
  expect([...new Set(targetRows.map(({ target }) => target))].sort()).toEqual(targets.sort());
});

test('no title stands twice over one stack', () => {
  for (const stack of ['embedded', 'compose', 'none'] as const) {
    const titles = targetRows.filter(({ on }) => on.includes(stack)).map(({ title }) => title);
    expect(titles.length, stack).toBe(new Set(titles).size);
  }
});

test('where nothing runs, each target says what to do', async () => {
  const folder = test.info().outputPath();
  const env = { DATA_DIR: join(folder, 'data'), DOCKER: '/nowhere/docker' };
  expect(failuresOf(await runTargets('none', { env, folder, outputs: new Map() }, print))).toEqual([]);
});

test('over the embedded stack, each target does what it says', async () => {
  // Nothing but the targets changes the database.
  const stack = await startStack({ RECONCILE_INTERVAL_SECONDS: '3600' });
  try {
    const remembered = await readFile(join(stack.dataDir, 'run', 'stack.json'), 'utf8');
    const { databaseUrl } = JSON.parse(remembered) as { databaseUrl: string };
    const env = { DATA_DIR: stack.dataDir, STACK: 'embedded' };
    const folder = test.info().outputPath();
    const context = { env, databaseUrl, folder, outputs: new Map<string, string>() };
    expect(failuresOf(await runTargets('embedded', context, print))).toEqual([]);
  } finally {
    await stack.destroy();
  }
});

function failuresOf(results: readonly TargetResult[]): string[] {
  return results.flatMap(({ row, problem, output }) =>
    problem === undefined ? [] : [`${row.title}: ${problem}\n${output.slice(-2000)}`],
  );
}

function print({ row, passed, seconds }: TargetResult): void {
  console.log(`  ${passed ? '✓' : '✗'} make ${row.target.padEnd(28)}${row.title} (${seconds.toFixed(1)} s)`);
}
