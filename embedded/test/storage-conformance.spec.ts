/**
 * What the product relies on of S3, run against the configured storage, else our own server, and against moto where
 * it is installed, so that our server cannot drift from what S3's clients see.
 *
 * CONFORMANCE_STORAGE_ENDPOINT points it elsewhere (LocalStack, AWS), with CONFORMANCE_UPLOADS_BUCKET,
 * CONFORMANCE_MEDIA_BUCKET and CONFORMANCE_ORIGIN, and credentials in the SDK's own variables.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasMoto } from './support/moto.ts';
import { motoDifferences } from './support/moto-differences.ts';
import { storageChecks } from './support/storage-checks/all.ts';
import { chosenTarget, motoTarget } from './support/storage-target.ts';
import type { StorageTarget } from './support/storage-target.ts';

const timeoutMs = 60_000;

conform('storage', chosenTarget, new Map());
if (hasMoto) {
  console.warn(`Not run against moto, which is known to differ:\n${listDifferences()}`);
  describe('the known differences of moto', () => {
    it('name checks that exist', () => {
      const names = storageChecks.flatMap(([, checks]) => checks.map(({ name }) => name));
      expect([...motoDifferences.keys()].filter((name) => !names.includes(name))).toEqual([]);
    });
  });
  conform('moto', motoTarget, motoDifferences);
} else {
  console.warn(
    'moto_server is not installed: the storage conformance suite runs without its second opinion.',
  );
  describe.skip('moto (moto_server is not installed)', () => {
    it.each(storageChecks)('%s', () => undefined);
  });
}

function listDifferences(): string {
  return Array.from(motoDifferences, ([check, difference]) => `  ${difference}: ${check}`).join('\n');
}

function conform(
  name: string,
  start: () => Promise<StorageTarget>,
  differences: ReadonlyMap<string, string>,
): void {
  describe(name, () => {
    let target: StorageTarget | undefined;
    beforeAll(async () => {
      target = await start();
    }, timeoutMs);
    afterAll(() => target?.stop(), timeoutMs);

    for (const [topic, checks] of storageChecks) {
      describe(topic, () => {
        for (const { name: check, run } of checks) {
          const difference = differences.get(check);
          if (difference !== undefined) {
            it.skip(`${check} (known difference: ${difference})`, () => undefined);
            continue;
          }
          it(
            check,
            async () => {
              if (target === undefined) throw new Error('The target did not start');
              await run(target);
            },
            timeoutMs,
          );
        }
      });
    }
  });
}
