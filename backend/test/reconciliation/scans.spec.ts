/** What is too large for one run is gone through in several, and by one instance after the other. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { LikesAudit } from '../../src/reconciliation/likes-audit.ts';
import { ReconciliationRun, type RunOptions } from '../../src/reconciliation/reconciliation-run.ts';
import { ScansRepository } from '../../src/reconciliation/scans.repository.ts';
import { signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { emptyFeed, seedFeed } from '../media/support/seed.ts';

let app: TestApp;
let ids: string[];

beforeAll(async () => {
  app = await startTestApp({ role: 'api' });
  const { user } = await signUpPerson(app.url);
  await emptyFeed(app.database);
  ids = (
    await seedFeed(
      app.database,
      Array.from({ length: 4_500 }, () => ({ uploaderId: user.id })),
    )
  ).sort();
});
afterAll(() => app.close());

/** The ids that one run corrected. */
async function audit(options: Partial<RunOptions> = {}): Promise<string[]> {
  const corrected: string[] = [];
  const run = new ReconciliationRun(
    {
      ...{ dryRun: false, force: false, whole: false, auditPerRun: 2_000, now: new Date() },
      signal: new AbortController().signal,
      onRepair: (_kind, { mediaId }) => corrected.push(String(mediaId)),
      onFailure: (_kind, _subject, error) => {
        throw error;
      },
      ...options,
    },
    app.app.get(ScansRepository),
  );
  await app.app.get(LikesAudit).execute(run);
  return corrected.sort();
}

async function drift(...positions: number[]): Promise<string[]> {
  const wrong = positions.map((position) => ids[position] ?? '');
  await app.database.query(
    { name: 'test_drift', text: 'UPDATE media SET likes_count = 3 WHERE id = ANY($1)' },
    [wrong],
  );
  return wrong;
}

it('goes on where the last run stopped, comes to the end, and begins anew', async () => {
  const [first = '', second = '', last = ''] = await drift(0, 2_000, 4_499);
  expect(await audit()).toEqual([first]);
  await drift(0);
  expect(await audit()).toEqual([second]);
  expect(await audit()).toEqual([last]);
  expect(await audit()).toEqual([first]);
});

it('is gone through wholly when asked, and a dry run moves nothing on', async () => {
  const wrong = await drift(10, 2_010, 4_400);
  expect(await audit({ dryRun: true, whole: true })).toEqual(wrong);
  expect(await audit({ dryRun: true, whole: true })).toEqual(wrong);
  expect(await audit({ whole: true })).toEqual(wrong);
  expect(await audit({ whole: true })).toEqual([]);
});

it('stops when it is told to', async () => {
  const [wrong = ''] = await drift(20);
  await expect(audit({ whole: true, signal: AbortSignal.abort(new Error('Stop')) })).rejects.toThrow('Stop');
  expect(await audit({ whole: true })).toEqual([wrong]);
});
