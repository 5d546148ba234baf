import { describe, expect, it } from '@jest/globals';
import { limits } from '@media-feed/contract';
import {
  fakeApi,
  fakeStorage,
  fakeTiming,
  itemWith,
  largeFile,
  mediaIdOf,
  problemOf,
  statusReached,
} from '../test/fakes.ts';
import { UploadEngine } from './upload-engine.ts';
import type { PutRequest, PutResponse, UploadApi } from './upload-api.ts';
import type { Timing } from './upload-run.ts';

type Answer = (request: PutRequest, count: number) => Partial<PutResponse> | undefined;

function engineWith(options: { api?: Partial<UploadApi>; storage?: Answer; timing?: Partial<Timing> } = {}) {
  const { api, calls } = fakeApi(options.api);
  const { put, requests } = fakeStorage(options.storage ?? (() => undefined));
  const { timing, pauses } = fakeTiming(options.timing);
  const engine = new UploadEngine({ api, put, timing });
  engine.setSignedIn(true);
  return { engine, calls, requests, pauses };
}

const idOf = (engine: UploadEngine): string => engine.uploads.get()[0]?.id ?? '';

const picture = (name = 'a.jpg') => new File(['pixels'], name, { type: 'image/jpeg' });

describe('UploadEngine with one PUT', () => {
  it('sends the file with the signed headers and nothing else', async () => {
    const { engine, requests } = engineWith();
    engine.add([picture()]);
    await statusReached(engine, 'checking');
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      url: 'http://storage/1',
      headers: { 'content-type': 'image/jpeg', 'if-none-match': '*' },
    });
    engine.recordInspection(itemWith({ id: mediaIdOf(1) }));
    expect(engine.uploads.get()[0]?.status).toBe('published');
  });

  it('counts 412 on its own retry as an arrival', async () => {
    const { engine, requests, calls } = engineWith({
      storage: (_request, count) => ({ status: count === 1 ? 0 : 412 }),
    });
    engine.add([picture()]);
    await statusReached(engine, 'checking');
    expect(requests).toHaveLength(2);
    expect(calls).toEqual(['requestUpload']);
  });

  it.each([0, 409, 500, 503])('tries again after %d, with growing pauses', async (status) => {
    const { engine, pauses } = engineWith({
      storage: (_request, count) => (count < 4 ? { status } : undefined),
    });
    engine.add([picture()]);
    await statusReached(engine, 'checking');
    expect(pauses).toHaveLength(3);
    expect([...pauses].sort((a, b) => a - b)).toEqual(pauses);
  });

  it('asks for a new URL when the old one has expired, and lets the old entry go', async () => {
    const { engine, requests, calls } = engineWith({
      storage: (_request, count) => (count === 1 ? { status: 403 } : undefined),
    });
    engine.add([picture()]);
    await statusReached(engine, 'checking');
    expect(requests.map(({ url }) => url)).toEqual(['http://storage/1', 'http://storage/2']);
    expect(calls).toEqual(['requestUpload', 'requestUpload', `deleteMedia ${mediaIdOf(1)}`]);
    expect(engine.uploads.get()[0]?.mediaId).toBe(mediaIdOf(2));
  });

  it('does not send again what arrived although the answer was lost and the URL has expired', async () => {
    const { engine, requests } = engineWith({
      storage: (_request, count) => ({ status: count === 1 ? 0 : 403 }),
      api: {
        getMedia: (id) =>
          Promise.resolve(
            itemWith({
              id,
              status: 'PENDING',
              timeline: [{ step: 'ARRIVED', at: '2026-11-24T12:00:00.000Z' }],
            }),
          ),
      },
    });
    engine.add([picture()]);
    await statusReached(engine, 'checking');
    expect(requests).toHaveLength(2);
  });

  it('gives up in the end, keeps the file, and sends to the same place when asked to', async () => {
    let isDown = true;
    const { engine, calls } = engineWith({ storage: () => (isDown ? { status: 503 } : undefined) });
    engine.add([picture()]);
    expect(await statusReached(engine, 'failed')).toMatchObject({ failure: 'storage-unavailable' });
    isDown = false;
    engine.retry(idOf(engine));
    await statusReached(engine, 'checking');
    expect(calls).toEqual(['requestUpload']);
  });

  it('does not repeat what storage rejects for good', async () => {
    const { engine, requests } = engineWith({ storage: () => ({ status: 400 }) });
    engine.add([picture()]);
    expect(await statusReached(engine, 'failed')).toMatchObject({ failure: 'storage-rejected' });
    expect(requests).toHaveLength(1);
  });

  it('waits until the other uploads of the same person have finished', async () => {
    let rejections = 0;
    const { api } = fakeApi();
    const { engine } = engineWith({
      api: {
        requestUpload: (body, signal) =>
          (rejections += 1) < 30
            ? Promise.reject(problemOf(429, 'too-many-unfinished-uploads'))
            : api.requestUpload(body, signal),
      },
    });
    engine.add([picture()]);
    await statusReached(engine, 'checking');
    expect(rejections).toBe(30);
  });

  it('records a rejection by the API as one', async () => {
    const { engine } = engineWith({
      api: { requestUpload: () => Promise.reject(problemOf(415, 'unsupported-media-type')) },
    });
    engine.add([picture()]);
    expect(await statusReached(engine, 'rejected')).toMatchObject({
      rejection: { reason: 'UNSUPPORTED_TYPE' },
    });
  });

  it('rejects at once what need not be sent to be known', () => {
    const { engine, calls } = engineWith();
    const huge = picture('huge.png');
    Object.defineProperty(huge, 'size', { value: limits.maxUploadBytes.IMAGE + 1 });
    engine.add([new File([], 'empty.jpg'), new File(['x'], 'notes.txt', { type: 'text/plain' }), huge]);
    expect(engine.uploads.get().map(({ rejection }) => rejection?.reason)).toEqual([
      'EMPTY',
      'UNSUPPORTED_TYPE',
      'TOO_LARGE',
    ]);
    expect(calls).toEqual([]);
  });

  it('holds files until their person has signed in', async () => {
    const { engine, calls } = engineWith();
    engine.setSignedIn(false);
    engine.add([picture()]);
    expect(engine.uploads.get()[0]?.status).toBe('awaiting-sign-in');
    expect(calls).toEqual([]);
    engine.setSignedIn(true);
    await statusReached(engine, 'checking');
  });

  it('sends three at once and the next when one has arrived', async () => {
    const answers: ((response: PutResponse) => void)[] = [];
    const { api } = fakeApi();
    const engine = new UploadEngine({
      api,
      put: () => new Promise((resolve) => answers.push(resolve)),
      timing: fakeTiming().timing,
    });
    engine.setSignedIn(true);
    engine.add(['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'e.jpg'].map(picture));
    const statuses = () => engine.uploads.get().map(({ status }) => status);
    await Promise.resolve();
    expect(statuses().filter((status) => status === 'queued')).toHaveLength(2);
    while (answers.length < 3) await Promise.resolve();
    answers[0]?.({ status: 200, etag: null });
    await statusReached(engine, 'checking');
    expect(statuses().filter((status) => status === 'queued')).toHaveLength(1);
  });

  it('removes what was begun of an upload that is cancelled', async () => {
    const { api, calls } = fakeApi();
    const engine = new UploadEngine({
      api,
      put: ({ signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(new DOMException('Given up', 'AbortError'));
          });
        }),
      timing: fakeTiming().timing,
    });
    engine.setSignedIn(true);
    engine.add([picture()]);
    await statusReached(engine, 'uploading');
    engine.remove(idOf(engine));
    expect(engine.uploads.get()).toEqual([]);
    expect(calls).toEqual(['requestUpload', `deleteMedia ${mediaIdOf(1)}`]);
  });
});

describe('UploadEngine with parts', () => {
  const MiB = 1024 * 1024;
  const size = 101 * MiB; // 13 parts of 8 MiB, the last one of 5 MiB
  const etag = (n: number) => `"http://storage/part/${String(n)}"`;
  const all = Array.from({ length: 13 }, (_, index) => index + 1);

  it('sends every part once and puts them together in order', async () => {
    const { engine, requests, calls } = engineWith();
    engine.add([largeFile(size)]);
    expect(await statusReached(engine, 'checking')).toMatchObject({ method: 'multipart', sentBytes: size });
    expect(requests.map(({ body }) => body.size).sort((a, b) => b - a)).toEqual([
      ...Array.from({ length: 12 }, () => 8 * MiB),
      5 * MiB,
    ]);
    expect(calls.at(-1)).toBe(`complete ${all.map((n) => `${String(n)}:${etag(n)}`).join()}`);
  });

  it('signs a part again when its URL has expired', async () => {
    let hasExpired = false;
    const { engine, calls } = engineWith({
      storage: ({ url }) => {
        if (hasExpired || !url.endsWith('/5')) return undefined;
        hasExpired = true;
        return { status: 403 };
      },
    });
    engine.add([largeFile(size)]);
    await statusReached(engine, 'checking');
    expect(calls.filter((call) => /^signParts.*\b5\b/.test(call)).length).toBeGreaterThan(1);
  });

  it('resumes from what storage holds after a pause', async () => {
    let isPaused = false;
    const { engine, requests, calls } = engineWith({
      api: {
        listParts: () =>
          Promise.resolve({
            partSize: 8 * MiB,
            partCount: 13,
            parts: all
              .slice(0, 10)
              .map((partNumber) => ({ partNumber, size: 8 * MiB, etag: etag(partNumber) })),
          }),
      },
      storage: ({ url }) => {
        if (!isPaused && url.endsWith('/11')) {
          isPaused = true;
          engine.pause(idOf(engine));
        }
        return undefined;
      },
    });
    engine.add([largeFile(size)]);
    await statusReached(engine, 'paused');
    requests.length = 0;
    engine.resume(idOf(engine));
    await statusReached(engine, 'checking');
    expect(requests.map(({ url }) => url)).toEqual(
      [11, 12, 13].map((n) => `http://storage/part/${String(n)}`),
    );
    expect(calls.filter((call) => call === 'startMultipart')).toHaveLength(1);
  });

  it('asks the API for ETags that the browser may not read', async () => {
    const parts = all.map((partNumber) => ({ partNumber, size: 8 * MiB, etag: `e${String(partNumber)}` }));
    const { engine, calls } = engineWith({
      storage: () => ({ etag: null }),
      api: { listParts: () => Promise.resolve({ partSize: 8 * MiB, partCount: 13, parts }) },
    });
    engine.add([largeFile(size)]);
    await statusReached(engine, 'checking');
    expect(calls.at(-1)).toBe(`complete ${all.map((n) => `${String(n)}:e${String(n)}`).join()}`);
  });
});
