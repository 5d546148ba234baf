/** A few cases of the matrix, small and quick; `make faults` runs all of it. */
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { matrix } from './matrix/matrix.ts';
import { statements } from './matrix/statements.ts';
import { runCase } from './run-case.ts';
import { Harness } from './harness/harness.ts';

const backend = join(import.meta.dirname, '..', '..', 'backend', 'src');
const uploads = 15;
const sample = ['api-killed-before-delete', 'queue-5xx-sending', 'events-lost', 'messages-poison'];

test.describe('a sample of the fault suite', () => {
  let harness: Harness | undefined;
  test.afterAll(() => harness?.destroy());

  const faults = matrix.flatMap((group) => group.faults).filter(({ name }) => sample.includes(name));
  for (const fault of faults) {
    test(`${fault.name}: ${fault.moment}`, async () => {
      const { violations } = await runCase((harness ??= await Harness.start()), fault, uploads);
      const wrong = Object.entries(violations).filter(([, sentences]) => sentences.length > 0);
      expect(Object.fromEntries(wrong)).toEqual({});
    });
  }

  test('every statement at which a fault is injected is one of the API', async () => {
    const names = new Set<string>();
    for await (const path of glob('**/*.ts', { cwd: backend })) {
      const source = await readFile(join(backend, path), 'utf8');
      for (const [, name = ''] of source.matchAll(/name: '([a-z_]+)'/g)) names.add(name);
    }
    expect(Object.values(statements).filter((name) => !names.has(name))).toEqual([]);
  });

  test('the names of the sample are those of faults', () => {
    expect(faults).toHaveLength(sample.length);
  });
});
