/** Uploads while storage loses answers or is unavailable. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { completedUploadSchema, multipartUploadSchema, signedPartsSchema } from '@media-feed/contract';
import { storageUnavailable } from '@media-feed/testing/fault-proxy/answers';
import { HttpFaultProxy, type Intercept } from '@media-feed/testing/fault-proxy/http';
import { answerWith, isCall, loseAnswer, only } from '@media-feed/testing/fault-proxy/intercepts';
import { expectProblem } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { testService } from '../support/test-config.ts';
import { MediaApi, read } from '../media/support/media-api.ts';

let storage: HttpFaultProxy;
let app: TestApp;
let api: MediaApi;
let ada: Person;

beforeAll(async () => {
  storage = await HttpFaultProxy.start(testService('TEST_STORAGE_ENDPOINT'));
  app = await startTestApp({ role: 'api', storageEndpoint: storage.url });
  api = new MediaApi(app.url);
  ada = await signUpPerson(app.url);
});
beforeEach(() => {
  storage.intercept = undefined;
});
afterAll(async () => {
  await app.close();
  await storage.close();
});

const body = { fileName: 'waves.mp4', contentType: 'video/mp4', size: 1000 };
const start = () => api.call('/media/multipart', { method: 'POST', token: ada.token, body });

/** An upload whose only part is in storage, and what completes it. */
async function sendParts() {
  const upload = read(await start(), 201, multipartUploadSchema);
  const path = `/media/multipart/${upload.mediaId}`;
  const asked = { method: 'POST', token: ada.token };
  const signed = await api.call(`${path}/parts`, { ...asked, body: { partNumbers: [1] } });
  const [part] = read(signed, 200, signedPartsSchema).parts;
  const sent = await fetch(part?.url ?? '', { method: 'PUT', body: Buffer.alloc(1000) });
  expect(sent.status).toBe(200);
  const parts = [{ partNumber: 1, etag: sent.headers.get('etag') ?? '' }];
  return { upload, path, complete: () => api.call(`${path}/complete`, { ...asked, body: { parts } }) };
}

const isComplete = isCall('CompleteMultipartUpload');
const fail: Intercept = answerWith(storageUnavailable());

describe('an upload in parts', () => {
  it('that storage cannot open is 503, and counts for nothing', async () => {
    storage.intercept = fail;
    expectProblem(await start(), 'unavailable');
    expect((await api.mine(ada)).items).toEqual([]);
  });

  it('whose joining was done but never answered is found complete', async () => {
    const { complete, upload } = await sendParts();
    storage.intercept = only(isComplete, loseAnswer);
    const answer = read(await complete(), 200, completedUploadSchema);
    expect(answer).toEqual({ mediaId: upload.mediaId, status: 'PENDING' });
  });

  it('whose joining fails is tried again, and can be asked for later', async () => {
    const { complete } = await sendParts();
    let attempts = 0;
    storage.intercept = only(isComplete, (call, proceed) =>
      ++attempts <= 5 ? fail(call, proceed) : proceed(),
    );
    expect((await complete()).status).toBe(200);
    expect(attempts).toBe(6);

    const other = await sendParts();
    storage.intercept = only(isComplete, fail);
    expectProblem(await other.complete(), 'unavailable');
    storage.intercept = undefined;
    expect((await other.complete()).status).toBe(200);
  });

  it('can be deleted while storage is unavailable', async () => {
    const { upload } = await sendParts();
    storage.intercept = fail;
    const deletion = { method: 'DELETE', token: ada.token };
    expectProblem(await api.call(`/media/multipart/${upload.mediaId}`, deletion), 'unavailable');
    expect((await api.call(`/media/${upload.mediaId}`, deletion)).status).toBe(204);
  });
});

describe('deleting', () => {
  it('waits for no storage that hangs', async () => {
    const { mediaId } = await api.presign(ada);
    const released = Promise.withResolvers<undefined>();
    storage.intercept = async (_, proceed) => {
      await released.promise;
      return proceed();
    };
    const deletion = { method: 'DELETE', token: ada.token };
    expect((await api.call(`/media/${mediaId}`, deletion)).status).toBe(204);
    expectProblem(await api.call(`/media/${mediaId}`, { token: ada.token }), 'not-found');
    released.resolve(undefined);
  });
});

describe('one PUT', () => {
  it('is signed without asking storage', async () => {
    storage.intercept = fail;
    expect((await api.presign(ada)).method).toBe('PUT');
  });
});
