/** The engine against the real API and the real storage, with failures on the way. */
import { createHash, randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildStorageKey, type CallName, type Session, type ApiError } from '@media-feed/contract';
import { uploadApiOf } from '../src/upload-api-client.ts';
import type { PutRequest } from '../src/upload-api.ts';
import { UploadEngine } from '../src/upload-engine.ts';
import { statusReached } from './fakes.ts';
import type { Timing } from '../src/upload-run.ts';
import type { Upload } from '../src/upload-state.ts';
import { startRealApi, testService, type RealApi } from './support/real-api.ts';
import { apiOf, placeOf, faultyStorage, type PutFault } from './support/faulty-storage.ts';

const MiB = 1024 * 1024;
const filmBytes = 101 * MiB; // 13 parts of 8 MiB, the last one of 5 MiB
const partCount = 13;

let api: RealApi;
let session: Session;
let folder: string;
let film: File;
let filmDigest: string;
const storage = new S3Client({
  region: 'us-east-1',
  endpoint: testService('TEST_STORAGE_ENDPOINT'),
  forcePathStyle: true,
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-feed-upload-'));
  film = await fileOnDisk(join(folder, 'film.mp4'), filmBytes);
  filmDigest = await digestOf(film);
  api = await startRealApi({ presignTtlSeconds: 4 });
  const password = 'correct horse battery';
  const email = `engine-${String(Date.now())}@example.org`;
  session = await apiOf(api.url)('signUp', { body: { email, password, confirmPassword: password } });
});

afterAll(async () => {
  await api.stop();
  storage.destroy();
  await rm(folder, { recursive: true });
});

const quick: Timing = {
  now: () => Date.now(),
  random: () => Math.random(),
  isOnline: () => true,
  pause: async (_ms, signal) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    signal.throwIfAborted();
  },
};

interface Conditions {
  readonly fault?: (request: PutRequest, earlier: number) => PutFault | undefined;
  readonly loseAnswer?: (name: CallName) => boolean;
  readonly timing?: Partial<Timing>;
}

function engineUnder({ fault = () => undefined, loseAnswer, timing }: Conditions = {}) {
  const faulty = faultyStorage(fault);
  const call = apiOf(api.url, session.accessToken, loseAnswer);
  const engine = new UploadEngine({
    api: uploadApiOf(call),
    put: faulty.put,
    timing: { ...quick, ...timing },
  });
  engine.setSignedIn(true);
  return { engine, faulty, call };
}

/** Fails at once where an upload gives up. */
async function arrived(engine: UploadEngine): Promise<Upload> {
  const upload = await statusReached(engine, 'checking', 'failed', 'rejected');
  expect(upload).toMatchObject({ status: 'checking', failure: null });
  return upload;
}

const partOf = (url: string): number => Number(placeOf(url).split('#')[1]);
const picture = (): File => new File([randomBytes(MiB)], 'a.jpg', { type: 'image/jpeg' });

/** Failures of part 3 when it is sent for the first time. */
const partThree =
  (fault: PutFault) =>
  ({ url }: PutRequest, earlier: number): PutFault | undefined =>
    partOf(url) === 3 && earlier === 0 ? fault : undefined;

describe('a film in parts', () => {
  it.each<[string, Conditions, number]>([
    ['nothing fails', {}, partCount],
    ['storage is busy', { fault: partThree({ status: 503 }) }, partCount + 1],
    ['two requests meet', { fault: partThree({ status: 409 }) }, partCount + 1],
    ['a connection is cut inside a part', { fault: partThree('cut') }, partCount + 1],
    ['the answer to a part is lost', { fault: partThree('lose-answer') }, partCount + 1],
    ['a URL expires before it is used', { fault: partThree('expire') }, partCount + 1],
    ['the answer to the completion is lost', { loseAnswer: once('completeMultipart') }, partCount],
    ['the answer to the signing is lost', { loseAnswer: once('signParts') }, partCount],
  ])('arrives whole when %s', async (_case, conditions, puts) => {
    const { engine, faulty, call } = engineUnder(conditions);
    engine.add([film]);
    const { mediaId } = await arrived(engine);
    expect(faulty.puts()).toHaveLength(puts);
    expect(await digestInStorage(mediaId ?? '')).toBe(filmDigest);
    const parts = [{ partNumber: 1, etag: 'named twice' }];
    const again = await call('completeMultipart', {
      parameters: { mediaId: mediaId ?? '' },
      body: { parts },
    });
    expect(again).toEqual({ mediaId, status: 'PENDING' });
  });

  it('sends only what storage lacks after a pause in the middle of a part', async () => {
    let pause = (): void => undefined;
    const { engine, faulty, call } = engineUnder({
      fault: ({ url }, earlier) => {
        if (partOf(url) === 7 && earlier === 0) setImmediate(pause);
        return undefined;
      },
    });
    pause = () => {
      engine.pause(engine.uploads.get()[0]?.id ?? '');
    };
    engine.add([film]);
    const { id, mediaId, sentBytes, storedBytes } = await statusReached(engine, 'paused');
    expect(sentBytes).toBe(storedBytes);
    const before = faulty.puts().length;
    const { parts } = await call('listParts', { parameters: { mediaId: mediaId ?? '' } });
    engine.resume(id);
    await arrived(engine);
    const sent = faulty
      .puts()
      .slice(before)
      .map((place) => Number(place.split('#')[1]));
    const stored = parts.map(({ partNumber }) => partNumber);
    expect(sent.length).toBeGreaterThan(0);
    // Nor those that came to storage after it was asked here, and before the engine asked.
    expect(sent.filter((part) => stored.includes(part))).toEqual([]);
    expect(sent).toEqual([...new Set(sent)]);
    expect(await digestInStorage(mediaId ?? '')).toBe(filmDigest);
  });

  it('knows after a pause that the parts had been joined, and sends nothing again', async () => {
    let isCompletionHeard = false;
    let pause = (): void => undefined;
    const { engine, faulty } = engineUnder({
      loseAnswer: (name) => {
        if (name !== 'completeMultipart' || isCompletionHeard) return false;
        setImmediate(pause);
        return true;
      },
    });
    pause = () => {
      isCompletionHeard = true;
      engine.pause(engine.uploads.get()[0]?.id ?? '');
    };
    engine.add([film]);
    const { id } = await statusReached(engine, 'paused');
    engine.resume(id);
    await arrived(engine);
    expect(faulty.puts()).toHaveLength(partCount);
  });

  it('waits for the connection as long as necessary', async () => {
    let lookedFor = 0;
    const isOnline = (): boolean => lookedFor > 200;
    const { engine, faulty } = engineUnder({
      fault: () => (isOnline() ? undefined : { status: 0 }),
      timing: { isOnline: () => (lookedFor += 1) > 200 },
    });
    engine.add([film]);
    await arrived(engine);
    expect(faulty.puts().length).toBeGreaterThan(150);
  });

  it('leaves nothing in storage when it is given up', async () => {
    let remove = (): void => undefined;
    const { engine, call } = engineUnder({
      fault: ({ url }) => {
        if (partOf(url) === 5) setImmediate(remove);
        return undefined;
      },
    });
    const given = Promise.withResolvers<string>();
    remove = () => {
      const [upload] = engine.uploads.get();
      given.resolve(upload?.mediaId ?? '');
      engine.remove(upload?.id ?? '');
    };
    engine.add([film]);
    const mediaId = await given.promise;
    expect(engine.uploads.get()).toEqual([]);
    const codeOfList = () =>
      call('listParts', { parameters: { mediaId } }).catch((error: unknown) => (error as ApiError).code);
    while ((await codeOfList()) !== 'not-found') await new Promise((resolve) => setTimeout(resolve, 20));
  });
});

describe('a picture by one PUT', () => {
  it.each<[string, Conditions, number]>([
    ['nothing fails', {}, 1],
    ['storage is busy', { fault: first({ status: 503 }) }, 2],
    ['the connection is cut', { fault: first('cut') }, 2],
    ['its answer is lost, so that a second PUT is rejected', { fault: first('lose-answer') }, 2],
  ])('arrives once when %s', async (_case, conditions, puts) => {
    const { engine, faulty } = engineUnder(conditions);
    const file = picture();
    engine.add([file]);
    const { mediaId } = await arrived(engine);
    expect(faulty.puts()).toHaveLength(puts);
    expect(await digestInStorage(mediaId ?? '')).toBe(await digestOf(file));
  });

  it('gets another place when its URL expires, and the first one is given back', async () => {
    const { engine, faulty, call } = engineUnder({
      fault: () => (faulty.puts().length === 0 ? 'expire' : undefined),
    });
    const file = picture();
    engine.add([file]);
    const { mediaId: firstId } = await statusReached(engine, 'uploading');
    const { mediaId } = await arrived(engine);
    expect(mediaId).not.toBe(firstId);
    expect(await digestInStorage(mediaId ?? '')).toBe(await digestOf(file));
    await expect(call('getMedia', { parameters: { mediaId: firstId ?? '' } })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

function once(name: CallName): (asked: CallName) => boolean {
  let isOver = false;
  return (asked) => {
    if (asked !== name || isOver) return false;
    isOver = true;
    return true;
  };
}

function first(fault: PutFault) {
  return (_request: PutRequest, earlier: number): PutFault | undefined => (earlier === 0 ? fault : undefined);
}

/** Bytes that differ from part to part, so that a part in the wrong place shows. */
async function fileOnDisk(path: string, size: number): Promise<File> {
  const handle = await open(path, 'w');
  for (let at = 0, n = 0; at < size; at += MiB, n += 1) await handle.write(Buffer.alloc(MiB, n), 0, MiB, at);
  await handle.close();
  return new File([await openAsBlob(path)], 'film.mp4', { type: 'video/mp4' });
}

async function digestOf(file: Blob): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of file.stream() as unknown as AsyncIterable<Uint8Array>) hash.update(chunk);
  return hash.digest('hex');
}

async function digestInStorage(mediaId: string): Promise<string> {
  const Key = buildStorageKey({ kind: 'upload', userId: session.user.id, mediaId });
  const { Body } = await storage.send(new GetObjectCommand({ Bucket: 'media-feed-uploads', Key }));
  const hash = createHash('sha256');
  for await (const chunk of Body as AsyncIterable<Uint8Array>) hash.update(chunk);
  return hash.digest('hex');
}
