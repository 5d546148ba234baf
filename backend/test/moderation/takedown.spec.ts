/** What an operator takes down. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ownMediaPageSchema } from '@media-feed/contract';
import { eventually } from '@media-feed/testing/eventually';
import { MediaStorage } from '../../src/media/storage/media-storage.ts';
import { Reconciler } from '../../src/reconciliation/reconciler.ts';
import { EventReader } from '../media/support/event-reader.ts';
import { MediaApi, read } from '../media/support/media-api.ts';
import { wrongCounts } from '../media/support/seed.ts';
import { readyResult } from '../media/support/inspection-results.ts';
import { expectProblem } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp } from '../support/test-app.ts';
import { ModerationContext } from './support/context.ts';

let context: ModerationContext;
let ada: Person;
let bob: Person;

beforeAll(async () => {
  context = await ModerationContext.start();
  [ada, bob] = await Promise.all([signUpPerson(context.app.url), signUpPerson(context.app.url)]);
});
afterAll(() => context.close());

const totals = async () => {
  const lists = [{}, { type: 'IMAGE' }, { uploader: ada.user.id }];
  return Promise.all(lists.map(async (list) => (await context.api.page(list)).total));
};
const isListed = async (mediaId: string, api = context.api) =>
  (await api.page()).items.some(({ id }) => id === mediaId);

describe('a takedown', () => {
  it('takes an item out of every answer but its owner’s, out of the totals, and its objects away', async () => {
    const id = await context.publish(ada);
    await context.like(id, bob);
    const before = await totals();

    const takedown = await context.moderation.takeDown(id, '  Complaint 17  ');

    expect(takedown).toEqual({ isNew: true, objectsRemoved: true });
    expectProblem(await context.api.call(`/media/${id}`), 'not-found');
    expectProblem(await context.api.call(`/media/${id}`, { token: bob.token }), 'not-found');
    expect(await isListed(id)).toBe(false);
    expect(await totals()).toEqual(before.map((total) => total - 1));
    const liked = await context.api.call('/media?liked=true', { token: bob.token });
    expect(JSON.stringify(liked.body)).not.toContain(id);
    expect(await wrongCounts(context.app.database)).toEqual([]);
    expect(await context.objects.keysOf(id)).toEqual([]);

    const own = await context.api.item(id, ada);
    expect(own).toMatchObject({ status: 'REMOVED', url: null, renditions: [], likesCount: 1 });
    expect(own.timeline?.map(({ step }) => step).at(-1)).toBe('REMOVED');
    const mine = await context.api.call('/media/mine?status=REMOVED', { token: ada.token });
    expect(read(mine, 200, ownMediaPageSchema).items.map((item) => item.id)).toContain(id);
    expect(JSON.stringify(own)).not.toContain('Complaint');
    expect(await context.column('media', 'removal_cause', id)).toBe('TAKEDOWN');
    expect(await context.column('media', 'removal_reason', id)).toBe('Complaint 17');
  });

  it('reaches its owner’s open pages, and remembered as an operator’s', async () => {
    const id = await context.publish(ada);
    const reader = await EventReader.open(context.app.url, ada);

    await context.moderation.takeDown(id);

    const isRemoval = (data: object) => JSON.stringify(data).includes('"REMOVED"');
    const events = await eventually(
      () => Promise.resolve(reader.events.filter(({ data }) => isRemoval(data))),
      ({ length }) => length > 0,
    );
    expect(JSON.stringify(events)).toContain(id);
    reader.close();
    expect(await context.eventsAbout(id)).toEqual([
      { kind: 'media-removed', user_id: ada.user.id, media_id: id, detail: 'operator' },
    ]);
  });

  it('leaves other processes’ pages too', async () => {
    const other = await startTestApp({ databaseUrl: context.app.config.databaseUrl, role: 'api' });
    const api = new MediaApi(other.url);
    const id = await context.publish(ada);
    expect(await eventually(() => isListed(id, api), Boolean)).toBe(true);

    await context.moderation.takeDown(id);

    expectProblem(await api.call(`/media/${id}`), 'not-found');
    expect(
      await eventually(
        () => isListed(id, api),
        (listed) => !listed,
      ),
    ).toBe(false);
    await other.close();
  });

  it('keeps a copy of what was published, which a late result does not bring back', async () => {
    const upload = await context.api.presign(ada);
    const result = readyResult(upload, ada);
    await context.objects.publish(result);
    await context.lambda.send(result);
    const { mediaId: id } = upload;
    await eventually(
      () => context.api.item(id, ada),
      ({ status }) => status === 'READY',
    );

    await context.moderation.takeDown(id);
    const copies = await context.objects.copiesOf(id, ada.user.id);
    expect(copies.map((key) => key.replace(/^.*-/, ''))).toEqual(['320.webp', '640.webp']);

    await context.objects.publish(result);
    await context.lambda.send(result);
    await eventually(
      () => context.objects.keysOf(id),
      ({ length }) => length === 0,
    );
    expect((await context.api.item(id, ada)).status).toBe('REMOVED');
    expect(await context.objects.copiesOf(id, ada.user.id)).toEqual(copies);
  });

  it('is done once, however often and by however many', async () => {
    const id = await context.publish(ada);
    const { total } = await context.api.page();

    const takedowns = await Promise.all(Array.from({ length: 5 }, () => context.moderation.takeDown(id)));

    expect(takedowns.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect((await context.api.page()).total).toBe(total - 1);
    expect(await context.moderation.takeDown(id)).toEqual({ isNew: false, objectsRemoved: true });
    expect(await context.eventsAbout(id)).toHaveLength(1);
  });

  it('and a deletion or likes at the same time count one item out once', async () => {
    const before = await totals();
    const ids = await Promise.all(Array.from({ length: 6 }, () => context.publish(ada)));

    await Promise.all(
      ids.flatMap((id) => [
        context.moderation.takeDown(id).catch(() => undefined),
        context.api.call(`/media/${id}`, { method: 'DELETE', token: ada.token }),
        context.like(id, bob),
      ]),
    );

    expect(await totals()).toEqual(before);
    expect(await wrongCounts(context.app.database)).toEqual([]);
    for (const id of ids) expect(await context.objects.keysOf(id)).toEqual([]);
  });

  it('holds while storage is unavailable; the reconciler copies and removes the objects later', async () => {
    const id = await context.publish(ada);
    const storage = context.app.app.get(MediaStorage);
    const outage = Object.assign(new Error('Storage is unavailable'), { code: 'ECONNREFUSED' });
    const failing = jest.spyOn(storage, 'copyPublished').mockRejectedValue(outage);

    expect(await context.moderation.takeDown(id)).toEqual({ isNew: true, objectsRemoved: false });
    expectProblem(await context.api.call(`/media/${id}`), 'not-found');
    await context.app.app.get(Reconciler).reconcile();
    expect(await context.objects.keysOf(id)).toHaveLength(2);

    failing.mockRestore();
    await context.app.app.get(Reconciler).reconcile();
    expect(await context.objects.keysOf(id)).toEqual([]);
    expect(await context.objects.copiesOf(id, ada.user.id)).toHaveLength(2);
  });

  it('removes the objects also where storage refuses the copy', async () => {
    const id = await context.publish(ada);
    const failing = jest
      .spyOn(context.app.app.get(MediaStorage), 'copyPublished')
      .mockRejectedValue(new Error('AccessDenied'));

    expect(await context.moderation.takeDown(id)).toEqual({ isNew: true, objectsRemoved: true });

    failing.mockRestore();
    expect(await context.objects.keysOf(id)).toEqual([]);
  });

  it('is of a READY item alone', async () => {
    const { mediaId: pending } = await context.api.presign(ada);
    await expect(context.moderation.takeDown(pending)).rejects.toThrow(`The item ${pending} is PENDING`);
    await context.api.call(`/media/${pending}`, { method: 'DELETE', token: ada.token });
    await expect(context.moderation.takeDown(pending)).rejects.toThrow('is deleted already');
    const nobodys = '0198c0de-0000-7000-8000-000000000001';
    await expect(context.moderation.takeDown(nobodys)).rejects.toThrow(`There is no item ${nobodys}.`);
    await expect(context.moderation.takeDown('7')).rejects.toThrow('7 is not the id of an item.');
    await expect(context.moderation.takeDown(nobodys, 'x'.repeat(501))).rejects.toThrow('500 characters');
  });
});
