/** What one account may use in a day and an hour, however it goes about it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RequestUploadBody, type Usage, usageSchema } from '@media-feed/contract';
import { eventually } from '@media-feed/testing/eventually';
import { Lambda, readyResult, rejectedResult } from '../media/support/inspection-results.ts';
import { MediaApi, read } from '../media/support/media-api.ts';
import { longestProcessingSeconds } from '../../src/media/statements/usage.ts';
import { Reconciler } from '../../src/reconciliation/reconciler.ts';
import { expectProblem } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const day = { dailyUploads: 6, dailyBytes: 10_000, hourlyProcessingSeconds: 60 };
const accounts = { ...day, unfinishedUploads: 20 };
const newAccounts = { unfinishedUploads: 2, dailyUploads: 3, dailyBytes: 4_000, hourlyProcessingSeconds: 30 };

let app: TestApp;
let api: MediaApi;
let lambda: Lambda;
beforeAll(async () => {
  app = await startTestApp({ rateLimits: true, quotas: { accounts, newAccounts } });
  api = new MediaApi(app.url);
  lambda = new Lambda(app.config);
});
afterAll(async () => {
  lambda.close();
  await app.close();
});

const sql = (text: string, values: readonly unknown[] = []) =>
  app.database.query({ name: `test ${text.slice(0, 50)}`, text }, values);
/** Somebody who has been here for two days. */
const somebody = async (): Promise<Person> => {
  const person = await signUpPerson(app.url);
  await sql(`UPDATE users SET created_at = now() - interval '2 days' WHERE id = $1`, [person.user.id]);
  return person;
};
const ask = (
  person: Person,
  { path = '/media/presigned-url', ...body }: Partial<RequestUploadBody> & { path?: string } = {},
) =>
  api.call(path, {
    method: 'POST',
    token: person.token,
    body: { fileName: 'sea.png', contentType: 'image/png', size: 1000, ...body },
  });
const usageOf = async (person: Person): Promise<Usage> =>
  read(await api.call('/users/me/usage', { token: person.token }), 200, usageSchema);
const send = async (person: Person, processingSeconds: unknown): Promise<string> => {
  const upload = await api.presign(person);
  await lambda.send({ ...rejectedResult(upload, person), processingSeconds });
  await eventually(
    () => api.item(upload.mediaId, person),
    ({ status }) => status === 'REJECTED',
  );
  return upload.mediaId;
};

describe('the quotas of a day', () => {
  it('count what was asked for, by either call, and what is deleted too', async () => {
    const ada = await somebody();
    for (let upload = 0; upload < 5; upload++) {
      const { mediaId } = await api.presign(ada);
      await api.call(`/media/${mediaId}`, { method: 'DELETE', token: ada.token });
    }
    expect((await ask(ada, { path: '/media/multipart' })).status).toBe(201);

    const refused = await ask(ada);

    expectProblem(refused, 'uploads-quota');
    const retryAfter = Number(refused.headers.get('retry-after'));
    expect(retryAfter).toBeGreaterThan(23 * 60 * 60);
    expect(retryAfter).toBeLessThanOrEqual(24 * 60 * 60);
    expectProblem(await ask(ada, { path: '/media/multipart' }), 'uploads-quota');
    expect((await ask(await somebody())).status).toBe(201);
  });

  it('count bytes, exactly where many ask at once', async () => {
    const ada = await somebody();
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask(ada, { size: 3000 })));

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 429, 429, 429]);
    for (const answer of answers.filter(({ status }) => status === 429)) expectProblem(answer, 'bytes-quota');
    expect((await ask(ada, { size: 1000 })).status).toBe(201);
    expect(await usageOf(ada)).toMatchObject({
      uploadsToday: 4,
      uploadsTodayLimit: 6,
      bytesToday: 10_000,
      bytesTodayLimit: 10_000,
    });
  });

  it('are smaller for a new account', async () => {
    const ada = await signUpPerson(app.url);
    const [one, two, three] = [await ask(ada), await ask(ada), await ask(ada)];
    expect([one.status, two.status]).toEqual([201, 201]);
    expectProblem(three, 'too-many-unfinished-uploads');
    await sql('UPDATE media SET url_expires_at = now(), deleted_at = now() WHERE uploader_id = $1', [
      ada.user.id,
    ]);
    expect((await ask(ada)).status).toBe(201);

    expectProblem(await ask(ada), 'uploads-quota');

    expect(await usageOf(ada)).toEqual({
      bytes: 1000,
      bytesLimit: null,
      bytesToday: 3000,
      bytesTodayLimit: 4000,
      uploadsToday: 3,
      uploadsTodayLimit: 3,
      unfinishedUploads: 1,
      unfinishedUploadsLimit: 2,
      processingSeconds: 0,
      processingSecondsLimit: 30,
    });
    await sql(`UPDATE users SET created_at = now() - interval '25 hours' WHERE id = $1`, [ada.user.id]);
    expect((await ask(ada)).status).toBe(201);
  });

  it('begin anew as what was used gets older', async () => {
    const ada = await somebody();
    for (let upload = 0; upload < 6; upload++) await api.presign(ada);
    expectProblem(await ask(ada), 'uploads-quota');
    await sql(`UPDATE usage_slots SET slot = slot - interval '25 hours' WHERE user_id = $1`, [ada.user.id]);

    expect((await ask(ada)).status).toBe(201);
  });

  it('are audited: what is there was asked for', async () => {
    const ada = await somebody();
    for (let upload = 0; upload < 3; upload++) await api.presign(ada);
    const reconcile = async () => (await app.app.get(Reconciler).reconcile({ whole: true }))?.repairs;

    await reconcile();
    await sql('UPDATE usage_slots SET items = 1, bytes = 0 WHERE user_id = $1', [ada.user.id]);

    expect(await reconcile()).toMatchObject({ 'usage-corrected': 1 });

    expect(await usageOf(ada)).toMatchObject({ uploadsToday: 3, bytesToday: 3000 });
    expect((await reconcile())?.['usage-corrected']).toBeUndefined();
  });

  it('are for people who are signed in', async () => {
    expectProblem(await api.call('/users/me/usage'), 'unauthenticated');
  });
});

describe('the quota of processing', () => {
  it('refuses whoever had an hour’s worth worked on, until that is an hour ago', async () => {
    const ada = await somebody();
    await send(ada, 39.5);
    await send(ada, 20.5);

    const refused = await ask(ada);

    expectProblem(refused, 'processing-quota');
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60 * 60);
    expectProblem(await ask(ada, { path: '/media/multipart' }), 'processing-quota');
    expect((await ask(await somebody())).status).toBe(201);
    expect(await usageOf(ada)).toMatchObject({
      processingSeconds: 60,
      processingSecondsLimit: 60,
    });
    await sql(`UPDATE usage_slots SET slot = slot - interval '61 minutes' WHERE user_id = $1`, [ada.user.id]);
    expect((await ask(ada)).status).toBe(201);
  });

  it('counts what its owner deleted meanwhile, and a redelivered result once', async () => {
    const ada = await somebody();
    const upload = await api.presign(ada);
    await api.call(`/media/${upload.mediaId}`, { method: 'DELETE', token: ada.token });
    await lambda.send({ ...readyResult(upload, ada), processingSeconds: 7 });
    await eventually(
      () => usageOf(ada),
      ({ processingSeconds }) => processingSeconds === 7,
    );
    const again = await api.presign(ada);
    const result = { ...rejectedResult(again, ada), processingSeconds: 1 };
    await lambda.send(result, result);
    // Whatever is still in the queue is received before this one.
    await send(ada, 0.1);
    expect((await usageOf(ada)).processingSeconds).toBe(8.1);
  });

  it.each([undefined, -1, 0.0001, 'long', null])('loses no result that says %p', async (said) => {
    const ada = await somebody();
    await send(ada, said);
    expect((await usageOf(ada)).processingSeconds).toBe(0);
  });

  it('charges no result with more than the Lambda may take', async () => {
    const ada = await somebody();
    await send(ada, 1e308);
    expect((await usageOf(ada)).processingSeconds).toBe(longestProcessingSeconds);
  });
});
