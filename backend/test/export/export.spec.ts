/** What somebody takes along: all that is theirs, nothing of others, and files straight from storage. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { buildStorageKey, type ExportPage, exportPageSchema } from '@media-feed/contract';
import { eventually } from '@media-feed/testing/eventually';
import { AuditService } from '../../src/audit/audit.service.ts';
import { expectProblem, pathsOf } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { Buckets } from '../media/support/buckets.ts';
import { Lambda, readyResult, rejectedResult } from '../media/support/inspection-results.ts';
import { MediaApi, read } from '../media/support/media-api.ts';
import { seedFeed } from '../media/support/seed.ts';

let app: TestApp;
let api: MediaApi;
let lambda: Lambda;
let buckets: Buckets;
let ada: Person;
let bob: Person;

beforeAll(async () => {
  app = await startTestApp();
  api = new MediaApi(app.url);
  lambda = new Lambda(app.config);
  buckets = new Buckets(app.config);
  bob = await signUpPerson(app.url);
});
beforeEach(async () => {
  ada = await signUpPerson(app.url);
});
afterAll(async () => {
  lambda.close();
  buckets.close();
  await app.close();
});

const bytes = 'every byte, GPS position and all';

async function publish(person: Person, isKept = false): Promise<string> {
  const upload = await api.presign(person, { fileName: 'sea.png', caption: 'By the #sea', altText: 'Waves' });
  const key = buildStorageKey({ kind: 'original', userId: person.user.id, mediaId: upload.mediaId });
  if (isKept) await buckets.put(app.config.uploadsBucket, key, bytes);
  await lambda.send(readyResult(upload, person, isKept ? { original: true } : {}));
  await becomes(upload.mediaId, person, 'READY');
  return upload.mediaId;
}

const becomes = (mediaId: string, person: Person, wanted: string) =>
  eventually(
    () => api.item(mediaId, person),
    ({ status }) => status === wanted,
  );

const post = (person: Person, path: string, body?: unknown) =>
  api.call(path, { method: 'POST', token: person.token, ...(body !== undefined && { body }) });

async function getPage(person: Person, query = ''): Promise<ExportPage> {
  await app.app.get(AuditService).flush();
  return read(await api.call(`/users/me/export${query}`, { token: person.token }), 200, exportPageSchema);
}

/** Every page, `size` rows at a time. */
async function getPages(person: Person, size: number): Promise<ExportPage[]> {
  const pages: ExportPage[] = [];
  for (let cursor: string | null = ''; cursor !== null; cursor = pages.at(-1)?.nextCursor ?? null) {
    pages.push(await getPage(person, `?size=${String(size)}${cursor === '' ? '' : `&cursor=${cursor}`}`));
  }
  return pages;
}

const rowsOf = ({ items, likes, reports, securityEvents }: ExportPage) =>
  items.length + likes.length + reports.length + securityEvents.length;

describe('GET /users/me/export', () => {
  it('has profile, items in any status, likes, reports and what was noted of security', async () => {
    const [kept, published, bobs] = [await publish(ada, true), await publish(ada), await publish(bob)];
    const { mediaId: rejected } = await api.presign(ada);
    await lambda.send(rejectedResult({ mediaId: rejected }, ada));
    await becomes(rejected, ada, 'REJECTED');
    const { mediaId: pending } = await api.presign(ada);
    expect((await post(ada, `/media/${bobs}/likes`)).status).toBe(200);
    expect(
      (await post(ada, `/users/${bob.user.id}/reports`, { reason: 'SPAM', text: 'Buys\nlikes' })).status,
    ).toBe(201);

    const page = await getPage(ada);

    expect(page).toMatchObject({ version: 1, nextCursor: null });
    expect(page.profile).toMatchObject({ id: ada.user.id, email: ada.user.email });
    expect(page.items.map(({ item, file }) => [item.id, item.status, file?.kind])).toEqual([
      [pending, 'PENDING', undefined],
      [rejected, 'REJECTED', undefined],
      [published, 'READY', 'RENDITION'],
      [kept, 'READY', 'ORIGINAL'],
    ]);
    for (const { item, file } of page.items.slice(2)) {
      expect(item).toMatchObject({
        caption: 'By the #sea',
        tags: ['sea'],
        altText: 'Waves',
        fileName: 'sea.png',
      });
      if (file?.kind === 'RENDITION') expect(file).toMatchObject({ url: item.url, expiresAt: null });
    }
    expect(page.likes).toEqual([{ mediaId: bobs, likedAt: expect.any(String) }]);
    expect(page.reports).toMatchObject([
      { subject: { kind: 'USER', id: bob.user.id }, reason: 'SPAM', text: 'Buys\nlikes', outcome: 'OPEN' },
    ]);
    expect(page.securityEvents.map(({ kind }) => kind)).toEqual(['signed-up']);
  });

  it('leads to the very file for fifteen minutes, and when it is asked for again to a new address', async () => {
    await publish(ada, true);
    const before = Date.now();
    const [first] = (await getPage(ada)).items;
    const { url = '', expiresAt } = first?.file ?? {};
    expect(Math.abs(Date.parse(expiresAt ?? '') - before - 900_000)).toBeLessThan(60_000);
    const file = await fetch(url);
    expect(await file.text()).toBe(bytes);
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="sea.png"/);
    expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('900');
  });

  it('is nobody else’s, and holds nothing of anybody else', async () => {
    expectProblem(await api.call('/users/me/export'), 'unauthenticated');
    const bobs = await publish(bob, true);
    await post(ada, `/media/${bobs}/likes`);
    await post(bob, `/users/${ada.user.id}/reports`, { reason: 'OTHER', text: 'Zyzzyva' });
    await post(ada, `/media/${bobs}/reports`, { reason: 'OTHER' });

    const text = JSON.stringify(await getPage(ada));

    for (const hers of [bob.user.name, bob.user.email, bob.user.id, 'Zyzzyva'])
      expect(text).not.toContain(hers);
  });

  it.each([1, 2, 3, 7])('gives every row once by pages of %d', async (size) => {
    const ids = await seedFeed(
      app.database,
      Array.from({ length: 3 }, () => ({ uploaderId: ada.user.id })),
    );
    const liked = await seedFeed(
      app.database,
      Array.from({ length: 3 }, () => ({ uploaderId: bob.user.id })),
    );
    for (const id of liked) expect((await post(ada, `/media/${id}/likes`)).status).toBe(200);
    for (const id of liked.slice(1)) await post(ada, `/media/${id}/reports`, { reason: 'SPAM' });

    const pages = await getPages(ada, size);

    // 3 items, 3 likes, 2 reports, 1 event.
    const full = Math.floor(9 / size);
    expect(pages.map(rowsOf)).toEqual([
      ...Array<number>(full).fill(size),
      ...(9 % size > 0 ? [9 % size] : []),
    ]);
    expect(pages.flatMap(({ items }) => items.map(({ item }) => item.id)).sort()).toEqual([...ids].sort());
    expect(pages.flatMap(({ likes }) => likes.map(({ mediaId }) => mediaId)).sort()).toEqual(
      [...liked].sort(),
    );
    expect(new Set(pages.flatMap(({ reports }) => reports.map(({ subject }) => subject.id)))).toEqual(
      new Set(liked.slice(1)),
    );
    expect(pages.flatMap(({ securityEvents }) => securityEvents.map(({ kind }) => kind))).toEqual([
      'signed-up',
    ]);
  });

  it.each(['nothing', 'items.', 'likes.x', 'items.e30', 'reports.a.b', 'toString'])(
    'refuses the cursor %s',
    async (cursor) => {
      const answer = await api.call(`/users/me/export?cursor=${cursor}`, { token: ada.token });
      expect(pathsOf(expectProblem(answer, 'validation'))).toEqual(['cursor']);
    },
  );

  it('is there while its owner is leaving, and has the originals still', async () => {
    const kept = await publish(ada, true);
    const left = await api.call('/users/me', {
      method: 'DELETE',
      token: ada.token,
      body: { password: ada.password },
    });
    expect(left.status).toBe(202);

    const [first] = (await getPage(ada)).items;

    expect(first).toMatchObject({ item: { id: kept, status: 'REMOVED' }, file: { kind: 'ORIGINAL' } });
    expect(await (await fetch(first?.file?.url ?? '')).text()).toBe(bytes);
  });

  it('has no file of what an operator has taken down', async () => {
    const kept = await publish(ada, true);
    await app.database.query(
      {
        name: 'test_export_take_down',
        text: `UPDATE media SET status = 'REMOVED', removed_at = now(), removal_cause = 'TAKEDOWN' WHERE id = $1`,
      },
      [kept],
    );
    expect((await getPage(ada)).items).toMatchObject([{ item: { id: kept, status: 'REMOVED' }, file: null }]);
  });
});
