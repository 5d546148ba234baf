/** What an operator brings back, by the real Lambda, and what may get lost on the way. */
import { hash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@media-feed/testing/eventually';
import { ProcessingLambda } from '../../src/media/storage/processing-lambda.ts';
import { Reconciler } from '../../src/reconciliation/reconciler.ts';
import { readyResult } from '../media/support/inspection-results.ts';
import { startOwnLambda, startOwnStorage } from '../media/support/own-services.ts';
import { Buckets } from '../media/support/buckets.ts';
import { wrongCounts } from '../media/support/seed.ts';
import { expectProblem } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { ModerationContext } from './support/context.ts';

let storage: Awaited<ReturnType<typeof startOwnStorage>>;
let lambda: Awaited<ReturnType<typeof startOwnLambda>>;
let context: ModerationContext;
let buckets: Buckets;
let ada: Person;
let bob: Person;
let olga: Person;

beforeAll(async () => {
  storage = await startOwnStorage();
  const where = { storageEndpoint: storage.endpoint, storagePublicEndpoint: storage.endpoint };
  context = await ModerationContext.start(async (config) => {
    lambda = await startOwnLambda({ ...config, ...where });
    // Nothing is asked for again but by the test.
    return {
      ...where,
      lambdaEndpoint: lambda.endpoint,
      reconcileIntervalSeconds: 24 * 3_600,
      orphanGraceSeconds: 1,
    };
  });
  buckets = new Buckets(context.app.config);
  [ada, bob, olga] = await Promise.all([
    signUpPerson(context.app.url),
    signUpPerson(context.app.url),
    signUpPerson(context.app.url),
  ]);
  await context.moderation.setRole(olga.user.id, 'operator');
});
beforeEach(() => {
  jest.restoreAllMocks();
});
afterAll(async () => {
  buckets.close();
  await context.close();
  await lambda.stop();
  await storage.stop();
});

const run = (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  context.app.database.query({ name: `test_${hash('md5', text)}`, text }, values);
const becomes = (id: string, wanted: string, owner = ada) =>
  eventually(
    () => context.api.item(id, owner),
    ({ status }) => status === wanted,
  );
const restore = (person: Person, id: string) =>
  context.api.call(`/moderation/media/${id}/removal`, { method: 'DELETE', token: person.token });
const reconcile = async () =>
  (await context.app.app.get(Reconciler).reconcile({ whole: true }))?.repairs ?? {};
const isWaiting = async (id: string) => (await context.column('media', 'restore_requested_at', id)) !== null;
const passPatience = (id: string) => run('UPDATE media SET next_look_at = now() WHERE id = $1', [id]);

describe('an item that was taken down', () => {
  it('comes back in its place with the same bytes, likes, tags and words, and can go again', async () => {
    const word = `w${randomUUID().slice(0, 8)}`;
    const upload = await context.api.presign(ada, { caption: `Lost #${word}` });
    const result = readyResult(upload, ada);
    await context.objects.publish(result);
    await context.lambda.send(result);
    const { mediaId: id } = upload;
    await becomes(id, 'READY');
    await context.publish(ada);
    await context.like(id, bob);
    const before = {
      item: await context.api.item(id),
      served: await context.objects.servedOf(id),
      order: (await context.api.page()).items.map((item) => item.id),
      total: (await context.api.page()).total,
    };
    const found = async (path: string) => JSON.stringify((await context.api.call(path)).body).includes(id);
    const lists = [`/media?tag=${word}`, `/media?q=${word}`];
    expect(Object.keys(before.served)).toHaveLength(2);

    await context.moderation.takeDown(id);
    expect(await context.objects.keysOf(id)).toEqual([]);
    for (const list of lists) expect(await found(list)).toBe(false);

    expect((await restore(olga, id)).status).toBe(204);
    await becomes(id, 'READY');

    expect(await context.objects.servedOf(id)).toEqual(before.served);
    expect(await context.api.item(id)).toEqual(before.item);
    const after = await eventually(
      () => context.api.page(),
      ({ total }) => total === before.total,
    );
    expect(after.items.map((item) => item.id)).toEqual(before.order);
    for (const list of lists) expect(await eventually(() => found(list), Boolean)).toBe(true);
    expect(await wrongCounts(context.app.database)).toEqual([]);
    expect((await context.api.item(id, ada)).removal).toBeNull();
    expect((await context.api.item(id, ada)).timeline?.map(({ step }) => step)).not.toContain('REMOVED');
    const log = await run(
      'SELECT action, operator_id FROM moderation_log WHERE media_id = $1 ORDER BY at, id',
      [id],
    );
    expect(log).toEqual([
      { action: 'REMOVE', operator_id: null },
      { action: 'RESTORE', operator_id: olga.user.id },
    ]);
    expect((await context.eventsAbout(id)).map(({ kind }) => kind)).toEqual([
      'media-removed',
      'media-restored',
    ]);
    expect(await reconcile()).toEqual({});

    expect((await restore(olga, id)).status).toBe(204);
    await context.moderation.takeDown(id);
    expect(await context.objects.keysOf(id)).toEqual([]);
    expectProblem(await context.api.call(`/media/${id}`), 'not-found');
  });

  it('comes back once, however often it is asked for', async () => {
    const id = await context.publish(ada);
    await context.moderation.takeDown(id);
    const { total } = await context.api.page();

    const answers = await Promise.all(Array.from({ length: 5 }, () => context.moderation.restore(id)));

    expect(answers.filter(Boolean)).toHaveLength(1);
    await becomes(id, 'READY');
    expect(await context.moderation.restore(id)).toBe(false);
    await eventually(
      () => context.api.page(),
      (page) => page.total === total + 1,
    );
    expect(await wrongCounts(context.app.database)).toEqual([]);
  });

  it('is asked for again where the request to the Lambda, or its answer, got lost', async () => {
    const id = await context.publish(ada);
    await context.moderation.takeDown(id);
    const lost = jest.spyOn(context.app.app.get(ProcessingLambda), 'restore').mockResolvedValue(undefined);
    await context.moderation.restore(id);
    expect(lost).toHaveBeenCalledTimes(1);
    expect((await reconcile())['restore-requested']).toBeUndefined();
    expect((await context.api.item(id, ada)).status).toBe('REMOVED');
    lost.mockRestore();

    await passPatience(id);
    expect((await reconcile())['restore-requested']).toBe(1);
    await becomes(id, 'READY');
  });

  it('waits until its objects are gone, and an answer from before does not show it', async () => {
    const id = await context.publish(ada);
    await context.moderation.takeDown(id);
    const asked = jest.spyOn(context.app.app.get(ProcessingLambda), 'restore').mockResolvedValue(undefined);
    await context.moderation.restore(id);
    const [first] = asked.mock.calls[0] ?? [];
    if (!first) throw new Error('The Lambda was not asked');

    // A late result has what lies there removed, which may be what was published again.
    await run('UPDATE media SET removal_requested_at = clock_timestamp() WHERE id = $1', [id]);
    expect((await reconcile())['restore-requested']).toBeUndefined();
    const { mediaId, userId, request } = first;
    await context.lambda.send({ version: 1, kind: 'RELEASED', mediaId, userId, request, isWhole: true });
    await eventually(async () => {
      const [row] = await run(
        'SELECT removal_requested_at, (extract(epoch FROM restore_requested_at) * 1000000)::bigint::text AS request FROM media WHERE id = $1',
        [id],
      );
      return row?.removal_requested_at === null && row.request !== request;
    }, Boolean);
    expect((await context.api.item(id, ada)).status).toBe('REMOVED');

    asked.mockRestore();
    await passPatience(id);
    expect((await reconcile())['restore-requested']).toBe(1);
    await becomes(id, 'READY');
    expect(await context.objects.keysOf(id)).toHaveLength(2);
  });

  it('stays away where somebody takes it down again meanwhile', async () => {
    const id = await context.publish(ada);
    await context.moderation.takeDown(id);
    const asked = jest.spyOn(context.app.app.get(ProcessingLambda), 'restore').mockResolvedValue(undefined);
    await context.moderation.restore(id);
    const [request] = asked.mock.calls[0] ?? [];
    asked.mockRestore();
    if (!request) throw new Error('The Lambda was not asked');

    expect(await context.moderation.takeDown(id)).toMatchObject({ isNew: true });
    for (const key of request.keys) await buckets.put(context.app.config.mediaBucket, key);
    const { mediaId, userId, request: name } = request;
    await context.lambda.send({
      version: 1,
      kind: 'RELEASED',
      mediaId,
      userId,
      request: name,
      isWhole: true,
    });

    await eventually(
      () => context.objects.keysOf(id),
      ({ length }) => length === 0,
    );
    expect((await context.api.item(id, ada)).status).toBe('REMOVED');
    expect(await isWaiting(id)).toBe(false);
  });

  it('stays removed where the copies are gone', async () => {
    const id = await context.publish(ada);
    await context.moderation.takeDown(id);
    const [first = ''] = await context.objects.copiesOf(id, ada.user.id);
    await buckets.remove(context.app.config.uploadsBucket, first);

    await context.moderation.restore(id);

    await eventually(async () => !(await isWaiting(id)), Boolean);
    await eventually(
      () => context.objects.keysOf(id),
      ({ length }) => length === 0,
    );
    expect((await context.api.item(id, ada)).status).toBe('REMOVED');
    await passPatience(id);
    expect((await reconcile())['restore-requested']).toBeUndefined();
  });

  it('waits for its owner, who is leaving, and comes back with them', async () => {
    const kim = await signUpPerson(context.app.url);
    const id = await context.publish(kim);
    await context.moderation.takeDown(id);
    const leave = { method: 'DELETE', token: kim.token, body: { password: kim.password } };
    expect((await context.api.call('/users/me', leave)).status).toBe(202);

    expect(await context.moderation.restore(id)).toBe(true);
    expect((await reconcile())['restore-requested']).toBeUndefined();
    expect(await context.column('media', 'status', id)).toBe('REMOVED');

    const back = { method: 'POST', token: kim.token, body: { password: kim.password } };
    expect((await context.api.call('/users/me/restore', back)).status).toBe(200);
    expect((await reconcile())['restore-requested']).toBe(1);
    await becomes(id, 'READY', kim);
  });
});

describe('what cannot be restored', () => {
  it('is what no operator removed, or long ago, or is gone, or is one’s own', async () => {
    const [suspended, old, deleted, own] = [
      await context.publish(ada),
      await context.publish(ada),
      await context.publish(ada),
      await context.publish(olga),
    ];
    for (const id of [suspended, old, deleted, own]) await context.moderation.takeDown(id);
    await run(`UPDATE media SET removal_cause = 'SUSPENSION' WHERE id = $1`, [suspended]);
    await run(`UPDATE media SET removed_at = now() - interval '30 days' WHERE id = $1`, [old]);
    await context.api.call(`/media/${deleted}`, { method: 'DELETE', token: ada.token });

    expectProblem(await restore(ada, old), 'forbidden');
    expectProblem(await restore(olga, own), 'forbidden');
    expectProblem(await restore(olga, suspended), 'not-restorable');
    expectProblem(await restore(olga, deleted), 'not-found');
    expectProblem(await restore(olga, randomUUID()), 'not-found');
    await expect(context.moderation.restore('7')).rejects.toThrow('There is no item 7.');
    const late = expectProblem(await restore(olga, old), 'not-restorable');
    expect(late.detail).toContain('more than 30 days ago');

    await run(`UPDATE media SET removed_at = now() - interval '29 days 23 hours' WHERE id = $1`, [old]);
    expect((await restore(olga, old)).status).toBe(204);
    await becomes(old, 'READY');
  });
});

describe('an item of the feed whose objects are gone', () => {
  it('is published again from its copies', async () => {
    const id = await context.publish(ada);
    const served = await context.objects.servedOf(id);
    await context.moderation.takeDown(id);
    await context.moderation.restore(id);
    await becomes(id, 'READY');
    for (const key of Object.keys(served)) await buckets.remove(context.app.config.mediaBucket, key);
    await passPatience(id);

    expect((await reconcile())['objects-missing']).toBe(1);

    await eventually(
      () => context.objects.keysOf(id),
      ({ length }) => length === 2,
    );
    expect(await context.objects.servedOf(id)).toEqual(served);
    expect((await context.api.item(id)).status).toBe('READY');
  });
});
