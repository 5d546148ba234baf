/** Uploads in parts, from the first call to the joined file in storage. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  completedUploadSchema,
  type MultipartUpload,
  multipartUploadSchema,
  signedPartsSchema,
  storedPartsSchema,
} from '@media-feed/contract';
import { eventually } from '@media-feed/testing/eventually';
import { expectProblem, pathsOf } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { MediaApi, read } from '../media/support/media-api.ts';
import { Lambda, readyResult } from '../media/support/inspection-results.ts';

const MiB = 1024 ** 2;
const size = 12 * MiB;

let app: TestApp;
let api: MediaApi;
let lambda: Lambda;
let storage: S3Client;
let ada: Person;
let bob: Person;

beforeAll(async () => {
  app = await startTestApp({ maxUnfinishedUploads: 100 });
  api = new MediaApi(app.url);
  lambda = new Lambda(app.config);
  storage = new S3Client({
    region: app.config.awsRegion,
    endpoint: app.config.storageEndpoint ?? '',
    forcePathStyle: true,
  });
  [ada, bob] = await Promise.all([signUpPerson(app.url), signUpPerson(app.url)]);
});
afterAll(async () => {
  lambda.close();
  storage.destroy();
  await app.close();
});

const file = Buffer.alloc(size, 'a picture in motion ');
const body = { fileName: 'waves.mp4', contentType: 'video/mp4', size };

interface Token {
  readonly partNumber: number;
  readonly etag: string;
}

const start = async (overrides: object = {}): Promise<MultipartUpload> => {
  const asked = { method: 'POST', token: ada.token, body: { ...body, ...overrides } };
  return read(await api.call('/media/multipart', asked), 201, multipartUploadSchema);
};

const at = (upload: { mediaId: string }, rest = '') => `/media/multipart/${upload.mediaId}${rest}`;

const askParts = (upload: MultipartUpload, partNumbers: readonly number[], person = ada) =>
  api.call(at(upload, '/parts'), { method: 'POST', token: person.token, body: { partNumbers } });

const storedParts = async (upload: MultipartUpload) =>
  read(await api.call(at(upload, '/parts'), { token: ada.token }), 200, storedPartsSchema);

/** Sends one part; `bytes` is what is sent, the part's own bytes when left out. */
async function sendPart(upload: MultipartUpload, partNumber: number, bytes?: Buffer): Promise<Response> {
  const { parts } = read(await askParts(upload, [partNumber]), 200, signedPartsSchema);
  const from = (partNumber - 1) * upload.partSize;
  const own = file.subarray(from, Math.min(from + upload.partSize, size));
  const { url, headers } = parts[0] ?? { url: '', headers: {} };
  return fetch(url, { method: 'PUT', headers, body: bytes ?? own });
}

async function sendAll(upload: MultipartUpload): Promise<Token[]> {
  const tokens: Token[] = [];
  for (let partNumber = 1; partNumber <= upload.partCount; partNumber++) {
    const answer = await sendPart(upload, partNumber);
    expect(answer.status).toBe(200);
    tokens.push({ partNumber, etag: answer.headers.get('etag') ?? '' });
  }
  return tokens;
}

const complete = (upload: MultipartUpload, parts: readonly Token[], person = ada) =>
  api.call(at(upload, '/complete'), { method: 'POST', token: person.token, body: { parts } });

const abort = (upload: MultipartUpload, person = ada) =>
  api.call(at(upload), { method: 'DELETE', token: person.token });

describe('an upload in parts', () => {
  it('goes the whole way, and completing it twice is harmless', async () => {
    const upload = await start();
    expect(upload).toMatchObject({ partSize: 8 * MiB, partCount: 2 });
    expect(new Date(upload.expiresAt).getTime() - Date.now()).toBeGreaterThan(6.9 * 24 * 3600 * 1000);
    expect((await storedParts(upload)).parts).toEqual([]);

    const tokens = await sendAll(upload);
    expect(await storedParts(upload)).toMatchObject({
      partSize: 8 * MiB,
      partCount: 2,
      parts: [
        { partNumber: 1, size: 8 * MiB },
        { partNumber: 2, size: 4 * MiB },
      ],
    });

    for (let time = 0; time < 2; time++) {
      const answer = read(await complete(upload, tokens), 200, completedUploadSchema);
      expect(answer).toEqual({ mediaId: upload.mediaId, status: 'PENDING' });
    }
    const stored = await storage.send(
      new GetObjectCommand({ Bucket: app.config.uploadsBucket, Key: upload.key }),
    );
    expect(stored.ContentType).toBe('video/mp4');
    const bytes = Buffer.from((await stored.Body?.transformToByteArray()) ?? []);
    expect(bytes.equals(file)).toBe(true);
    expect((await api.item(upload.mediaId, ada)).timeline?.map(({ step }) => step)).toEqual([
      'REQUESTED',
      'ARRIVED',
    ]);

    expectProblem(await abort(upload), 'upload-conflict');
    await lambda.send(readyResult(upload, ada, { type: 'VIDEO' }));
    await eventually(
      () => api.item(upload.mediaId, ada),
      ({ status }) => status === 'READY',
    );
    const again = read(await complete(upload, tokens), 200, completedUploadSchema);
    expect(again.status).toBe('READY');
    expectProblem(await abort(upload), 'upload-conflict');
    expectProblem(await askParts(upload, [1]), 'upload-conflict');
  });

  it('has URLs of parts that last five minutes, since each is good as often as one likes', async () => {
    const { parts } = read(await askParts(await start(), [1]), 200, signedPartsSchema);
    expect(new URL(parts[0]?.url ?? '').searchParams.get('X-Amz-Expires')).toBe('300');
  });

  it('is the same however its id is written', async () => {
    const upload = await start();
    const shouted = { ...upload, mediaId: upload.mediaId.toUpperCase() };
    expect(shouted.mediaId).not.toBe(upload.mediaId);

    expect((await sendPart(shouted, 1)).status).toBe(200);

    expect((await storedParts(shouted)).parts).toHaveLength(1);
    expect((await abort(shouted)).status).toBe(204);
    expect((await askParts(upload, [1])).status).toBe(404);
  });

  it('may be completed by many calls at once', async () => {
    const upload = await start();
    const tokens = await sendAll(upload);
    const answers = await Promise.all(Array.from({ length: 5 }, () => complete(upload, tokens)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  });

  it('signs the exact size of each part, and nothing that a browser cannot set', async () => {
    const upload = await start();
    const { parts } = read(await askParts(upload, [2, 1]), 200, signedPartsSchema);
    expect(parts.map(({ partNumber, headers }) => ({ partNumber, headers }))).toEqual([
      { partNumber: 2, headers: {} },
      { partNumber: 1, headers: {} },
    ]);
    for (const { url } of parts) {
      const { searchParams } = new URL(url);
      expect(searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;host');
      expect([...searchParams.keys()].filter((name) => /checksum|sdk/i.test(name))).toEqual([]);
    }
    const short = await sendPart(upload, 1, file.subarray(0, 8 * MiB - 1));
    expect(short.status).toBe(403);
  });

  it('is not joined while its parts don’t add up', async () => {
    const upload = await start();
    const first = await sendPart(upload, 1);
    const tokens = [
      { partNumber: 1, etag: first.headers.get('etag') ?? '' },
      { partNumber: 2, etag: '"0123456789abcdef0123456789abcdef"' },
    ];
    const missing = expectProblem(await complete(upload, tokens), 'upload-conflict');
    expect(missing.detail).toContain('Part 2');

    await sendPart(upload, 2);
    const wrong = expectProblem(await complete(upload, tokens), 'upload-conflict');
    expect(wrong.detail).toContain('ETag');
    expectProblem(await complete(upload, tokens.slice(0, 1)), 'upload-conflict');
    const parts = (await storedParts(upload)).parts.map(({ partNumber, etag }) => ({ partNumber, etag }));
    expectProblem(await complete(upload, [...parts, { partNumber: 3, etag: 'x' }]), 'upload-conflict');

    // ETags without their quotes, in capitals, are the same ETags.
    const bare = parts.map(({ partNumber, etag }) => ({
      partNumber,
      etag: etag.replaceAll('"', '').toUpperCase(),
    }));
    expect((await complete(upload, bare)).status).toBe(200);
  });

  it('can be taken back, which makes room for others and is harmless twice', async () => {
    const upload = await start();
    await sendPart(upload, 1);
    expect((await abort(upload)).status).toBe(204);
    expect((await abort(upload)).status).toBe(204);
    expectProblem(await askParts(upload, [1]), 'not-found');
    expectProblem(await api.call(`/media/${upload.mediaId}`, { token: ada.token }), 'not-found');
  });

  it('that is deleted as an item leaves no part in storage', async () => {
    const upload = await start();
    const { parts } = read(await askParts(upload, [1]), 200, signedPartsSchema);
    const deletion = { method: 'DELETE', token: ada.token };
    expect((await api.call(`/media/${upload.mediaId}`, deletion)).status).toBe(204);
    const late = await fetch(parts[0]?.url ?? '', { method: 'PUT', body: file.subarray(0, 8 * MiB) });
    expect(late.status).toBe(404);
  });

  it('is nobody else’s', async () => {
    const upload = await start();
    expectProblem(await askParts(upload, [1], bob), 'not-found');
    expectProblem(await api.call(at(upload, '/parts'), { token: bob.token }), 'not-found');
    expectProblem(await complete(upload, [{ partNumber: 1, etag: 'x' }], bob), 'not-found');
    expectProblem(await abort(upload, bob), 'not-found');
    const single = await api.presign(ada);
    expectProblem(await api.call(at(single, '/parts'), { token: ada.token }), 'not-found');
  });

  it.each([
    ['none', [], 'partNumbers'],
    ['the same twice', [1, 1], 'partNumbers'],
    ['0', [0], 'partNumbers.0'],
    ['one past the last', [1, 3], 'partNumbers.1'],
    ['101', Array.from({ length: 101 }, (_, index) => index + 1), 'partNumbers'],
  ])('gives no URL for parts numbered %s', async (_what, partNumbers, path) => {
    const upload = await start();
    expect(pathsOf(expectProblem(await askParts(upload, partNumbers), 'validation'))).toEqual([path]);
  });

  it('is over at its deadline', async () => {
    const upload = await start();
    const tokens = await sendAll(upload);
    await app.database.query({
      name: 'test_pass_deadline',
      text: `UPDATE media SET deadline_at = now() - interval '1 second' WHERE id = '${upload.mediaId}'`,
    });
    expectProblem(await askParts(upload, [1]), 'upload-conflict');
    expectProblem(await complete(upload, tokens), 'upload-conflict');
  });

  it('of which storage knows nothing any more is a conflict, not an error', async () => {
    const upload = await start();
    await app.database.query({
      name: 'test_lose_upload',
      text: `UPDATE media SET upload_id = 'lost' WHERE id = '${upload.mediaId}'`,
    });
    expectProblem(await api.call(at(upload, '/parts'), { token: ada.token }), 'upload-conflict');
    expectProblem(await complete(upload, [{ partNumber: 1, etag: 'x' }]), 'upload-conflict');
  });
});
