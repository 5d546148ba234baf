/** The very file: for its owner alone, while the item is published, and gone with it. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildStorageKey, originalSchema } from '@media-feed/contract';
import { eventually } from '@media-feed/testing/eventually';
import { Reconciler } from '../../src/reconciliation/reconciler.ts';
import { expectProblem } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { Buckets } from './support/buckets.ts';
import { Lambda, readyResult } from './support/inspection-results.ts';
import { MediaApi, read } from './support/media-api.ts';

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
  [ada, bob] = await Promise.all([signUpPerson(app.url), signUpPerson(app.url)]);
});
afterAll(async () => {
  lambda.close();
  buckets.close();
  await app.close();
});

const bytes = 'every byte, GPS position and all';
const sha256 = createHash('sha256').update(bytes).digest('hex');
const keyOf = (mediaId: string) => buildStorageKey({ kind: 'original', userId: ada.user.id, mediaId });
const original = (mediaId: string, person?: Person) =>
  api.call(`/media/${mediaId}/original`, person && { token: person.token });

/** A published item of Ada's; with its original in storage where that was kept. */
async function publish(fileName: string, isKept: boolean): Promise<string> {
  const upload = await api.presign(ada, { fileName });
  if (isKept) await buckets.put(app.config.uploadsBucket, keyOf(upload.mediaId), bytes);
  await lambda.send(readyResult(upload, ada, isKept ? { original: true, sha256 } : {}));
  await eventually(
    () => api.item(upload.mediaId, ada),
    ({ status }) => status === 'READY',
  );
  return upload.mediaId;
}

describe('an original', () => {
  it('leaves by a URL of five minutes, to its owner, as a file under its own name', async () => {
    const id = await publish('Zürich <b>.png', true);
    const before = Date.now();
    const answer = await original(id, ada);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const { url, expiresAt, ...rest } = read(answer, 200, originalSchema);
    expect(rest).toEqual({ fileName: 'Zürich <b>.png', size: 1000, sha256 });
    expect(Math.abs(Date.parse(expiresAt) - before - 300_000)).toBeLessThan(60_000);
    expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('300');

    const file = await fetch(url);
    expect(file.headers.get('content-type')).toBe('application/octet-stream');
    expect(file.headers.get('content-disposition')).toBe(
      `attachment; filename="Z_rich <b>.png"; filename*=UTF-8''Z%C3%BCrich%20%3Cb%3E.png`,
    );
    expect(await file.text()).toBe(bytes);
    const forged = url.replace(encodeURIComponent('Z_rich'), 'other');
    expect((await fetch(forged)).status).toBe(403);
  });

  it('is nobody else’s, and nobody else is told that there is one', async () => {
    const id = await publish('a.png', true);
    expectProblem(await original(id), 'unauthenticated');
    expectProblem(await original(id, bob), 'not-found');
    expect(await api.item(id, ada)).toMatchObject({ hasOriginal: true, sha256 });
    for (const item of [await api.item(id, bob), await api.item(id)]) {
      expect(item).not.toHaveProperty('hasOriginal');
      expect(item).not.toHaveProperty('sha256');
    }
  });

  it('is not there where none was kept, or the item is not published', async () => {
    const id = await publish('a.png', false);
    expectProblem(await original(id, ada), 'not-found');
    expect(await api.item(id, ada)).toMatchObject({ hasOriginal: false, sha256: null });
    const { mediaId: pending } = await api.presign(ada);
    expectProblem(await original(pending, ada), 'not-found');
  });

  it('goes with the item; while an operator has taken that down it stays, and leaves to nobody', async () => {
    const id = await publish('a.png', true);
    await api.call(`/media/${id}`, { method: 'DELETE', token: ada.token });
    expectProblem(await original(id, ada), 'not-found');
    expect(await buckets.has(app.config.uploadsBucket, keyOf(id))).toBe(false);
    const [tombstone] = await app.database.query<{ sha256: Buffer | null }>({
      name: 'test_find_digest',
      text: `SELECT sha256 FROM media WHERE id = '${id}'`,
    });
    expect(tombstone).toEqual({ sha256: null });

    const removed = await publish('a.png', true);
    await app.database.query({
      name: 'test_take_down',
      text: `UPDATE media SET status = 'REMOVED', removed_at = now(), removal_requested_at = now() WHERE id = '${removed}'`,
    });
    await app.app.get(Reconciler).reconcile({ whole: true });
    expectProblem(await original(removed, ada), 'not-found');
    expect(await buckets.has(app.config.uploadsBucket, keyOf(removed))).toBe(true);
  });
});
