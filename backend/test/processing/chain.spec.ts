/** From a presigned URL to a like, by HTTP, with the Lambda's part played by the test. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { likeStateSchema } from '@media-feed/contract';
import { eventually } from '@media-feed/testing/eventually';
import { expectProblem } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { MediaApi, read } from '../media/support/media-api.ts';
import { failureEnvelope, Lambda, readyResult, rejectedResult } from '../media/support/inspection-results.ts';

let app: TestApp;
let api: MediaApi;
let lambda: Lambda;
let ada: Person;
let bob: Person;

beforeAll(async () => {
  app = await startTestApp();
  api = new MediaApi(app.url);
  lambda = new Lambda(app.config);
  [ada, bob] = await Promise.all([signUpPerson(app.url), signUpPerson(app.url)]);
});

afterAll(async () => {
  lambda.close();
  await app.close();
});

const inspected = (mediaId: string, owner: Person) =>
  eventually(
    () => api.item(mediaId, owner),
    ({ status }) => status !== 'PENDING',
  );

describe('an upload', () => {
  it('is its owner’s alone until the inspection result, then in the feed, and can be liked', async () => {
    const upload = await api.presign(ada, { fileName: 'Meer & Möwe.png', contentType: 'IMAGE/PNG; q=1' });
    const stored = await fetch(upload.url, {
      method: upload.method,
      headers: upload.headers,
      body: Buffer.alloc(1000, 'x'),
    });
    expect(stored.status).toBe(200);

    expect(await api.item(upload.mediaId, ada)).toMatchObject({
      status: 'PENDING',
      type: 'IMAGE',
      fileName: 'Meer & Möwe.png',
      mimeType: null,
      url: null,
      renditions: [],
      rejection: null,
      timeline: [{ step: 'REQUESTED' }],
    });
    expectProblem(await api.call(`/media/${upload.mediaId}`), 'not-found');
    expectProblem(await api.call(`/media/${upload.mediaId}`, { token: bob.token }), 'not-found');
    const like = { method: 'POST', token: bob.token };
    expectProblem(await api.call(`/media/${upload.mediaId}/likes`, like), 'not-found');

    const notices = [{ code: 'STARTS_LATER', detail: 'It starts later.', parameters: { seconds: 0.6 } }];
    const soundTags = { title: 'Prelude', artist: null };
    const result = { ...readyResult(upload, ada), notices, soundTags };
    await lambda.send(result);
    const item = await inspected(upload.mediaId, ada);
    expect(item).toMatchObject({
      status: 'READY',
      mimeType: 'image/png',
      width: 640,
      height: 480,
      url: `http://localhost:8080/${result.renditions[1]?.key ?? ''}`,
      thumbnailUrl: `http://localhost:8080/${result.renditions[0]?.key ?? ''}`,
      placeholder: result.placeholder,
      notices,
      startsLaterSeconds: 0.6,
      soundTags,
      uploader: { id: ada.user.id, name: ada.user.name },
    });
    expect(item.timeline?.map(({ step }) => step)).toEqual([
      'REQUESTED',
      'ARRIVED',
      'INSPECTED',
      'PUBLISHED',
    ]);

    const { items, total } = await api.page();
    expect({ total, ids: items.map(({ id }) => id) }).toEqual({ total: 1, ids: [upload.mediaId] });
    expect(items[0]).toMatchObject({ fileName: null, liked: false, likesCount: 0 });
    expect(items[0]).not.toHaveProperty('timeline');
    for (const name of ['notices', 'soundTags', 'sha256']) expect(items[0]).not.toHaveProperty(name);

    for (let time = 0; time < 2; time++) {
      const answer = await api.call(`/media/${upload.mediaId}/likes`, like);
      expect(read(answer, 200, likeStateSchema)).toEqual({ liked: true, likesCount: 1 });
    }
    expect((await api.page({}, bob)).items[0]).toMatchObject({ liked: true, likesCount: 1, fileName: null });
    expect((await api.page({}, ada)).items[0]).toMatchObject({ liked: false, likesCount: 1 });
    for (let time = 0; time < 2; time++) {
      const answer = await api.call(`/media/${upload.mediaId}/likes`, { ...like, method: 'DELETE' });
      expect(read(answer, 200, likeStateSchema)).toEqual({ liked: false, likesCount: 0 });
    }
  });

  it('that is refused tells its owner why, and nobody else anything', async () => {
    const upload = await api.presign(ada);
    const why = {
      reason: 'ACTIVE_CONTENT',
      detail: 'It holds a script.',
      parameters: { found: 'a script' },
    } as const;
    await lambda.send(rejectedResult(upload, ada, why));
    const item = await inspected(upload.mediaId, ada);
    expect(item).toMatchObject({
      status: 'REJECTED',
      rejection: why,
      url: null,
      publishedAt: null,
    });
    expect(item.timeline?.map(({ step }) => step)).toEqual(['REQUESTED', 'ARRIVED', 'INSPECTED', 'REJECTED']);
    expectProblem(await api.call(`/media/${upload.mediaId}`, { token: bob.token }), 'not-found');
  });

  it('that crashed the Lambda itself is refused as INTERNAL', async () => {
    const upload = await api.presign(ada);
    await lambda.fail(failureEnvelope(upload.key));
    expect(await inspected(upload.mediaId, ada)).toMatchObject({
      status: 'REJECTED',
      rejection: { reason: 'INTERNAL' },
    });
  });
});
