/** Uploads while storage loses answers or is away. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { completedUploadSchema, multipartUploadSchema, signedPartsSchema } from '@media-feed/contract';
import { expectProblem } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { testService } from '../support/test-config.ts';
import { type Fate, FaultyProxy } from '../media/support/faulty-proxy.ts';
import { MediaApi, read } from '../media/support/media-api.ts';

let proxy: FaultyProxy;
let app: TestApp;
let api: MediaApi;
let ada: Person;

beforeAll(async () => {
  proxy = new FaultyProxy(testService('TEST_STORAGE_ENDPOINT'));
  await proxy.start();
  app = await startTestApp({ role: 'api', storageEndpoint: proxy.endpoint });
  api = new MediaApi(app.url);
  ada = await signUpPerson(app.url);
});
beforeEach(() => {
  proxy.decide = () => 'pass';
});
afterAll(async () => {
  await app.close();
  await proxy.stop();
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

const isComplete = (call: string) => call.startsWith('POST ') && call.includes('uploadId=');

describe('an upload in parts', () => {
  it('that storage cannot open is 503, and counts for nothing', async () => {
    proxy.decide = () => 'fail';
    expectProblem(await start(), 'unavailable');
    expect((await api.mine(ada)).items).toEqual([]);
  });

  it('whose joining was done but never answered is found complete', async () => {
    const { complete, upload } = await sendParts();
    proxy.decide = (call) => (isComplete(call) ? 'cut after' : 'pass');
    const answer = read(await complete(), 200, completedUploadSchema);
    expect(answer).toEqual({ mediaId: upload.mediaId, status: 'PENDING' });
  });

  it('whose joining fails is tried again, and can be asked for later', async () => {
    const { complete } = await sendParts();
    let attempts = 0;
    proxy.decide = (call) => (isComplete(call) && ++attempts <= 5 ? 'fail' : 'pass');
    expect((await complete()).status).toBe(200);
    expect(attempts).toBe(6);

    const other = await sendParts();
    proxy.decide = (call) => (isComplete(call) ? 'fail' : 'pass');
    expectProblem(await other.complete(), 'unavailable');
    proxy.decide = () => 'pass';
    expect((await other.complete()).status).toBe(200);
  });

  it('can be deleted while storage is away', async () => {
    const { upload } = await sendParts();
    proxy.decide = () => 'fail';
    const deletion = { method: 'DELETE', token: ada.token };
    expectProblem(await api.call(`/media/multipart/${upload.mediaId}`, deletion), 'unavailable');
    expect((await api.call(`/media/${upload.mediaId}`, deletion)).status).toBe(204);
  });
});

describe('deleting', () => {
  it('waits for no storage that hangs', async () => {
    const { mediaId } = await api.presign(ada);
    let release: (fate: Fate) => void = () => undefined;
    const hanging = new Promise<Fate>((resolve) => (release = resolve));
    proxy.decide = () => hanging;
    const deletion = { method: 'DELETE', token: ada.token };
    expect((await api.call(`/media/${mediaId}`, deletion)).status).toBe(204);
    expectProblem(await api.call(`/media/${mediaId}`, { token: ada.token }), 'not-found');
    release('pass');
  });
});

describe('one PUT', () => {
  it('is signed without asking storage', async () => {
    proxy.decide = () => 'fail';
    expect((await api.presign(ada)).method).toBe('PUT');
  });
});
