/** Fakes of the API, storage and clock, for the engine's specs. */
import { type MediaItem, parseApiError } from '@media-feed/contract';
import type { PutRequest, PutResponse, UploadApi } from '../src/upload-api.ts';
import type { Timing } from '../src/upload-run.ts';
import type { UploadEngine } from '../src/upload-engine.ts';
import { noTexts } from '../src/upload-texts.ts';
import type { Upload, UploadStatus } from '../src/upload-state.ts';

export const mediaIdOf = (n: number): string => `0198c0de-0000-7000-8000-${String(n).padStart(12, '0')}`;

export function problemOf(status: number, code: string) {
  return parseApiError({ response: { status, data: { code, detail: code } } });
}

export function itemWith(overrides: Partial<MediaItem> = {}): MediaItem {
  return {
    id: mediaIdOf(1),
    type: 'IMAGE',
    status: 'READY',
    mimeType: 'image/jpeg',
    size: 1000,
    width: 4,
    height: 3,
    durationSeconds: null,
    url: 'http://media/1',
    thumbnailUrl: null,
    renditions: [],
    placeholder: null,
    codecs: [],
    peaks: null,
    altText: null,
    caption: null,
    tags: [],
    sensitive: false,
    editedAt: null,
    likesCount: 0,
    liked: false,
    uploader: { id: mediaIdOf(9), name: 'Ada' },
    fileName: 'a.jpg',
    createdAt: '2026-11-24T12:00:00.000Z',
    publishedAt: '2026-11-24T12:00:01.000Z',
    ...overrides,
  };
}

export function uploadWith(overrides: Partial<Upload> = {}): Upload {
  return {
    id: '1',
    fileName: 'a.jpg',
    size: 1000,
    contentType: 'image/jpeg',
    mediaClass: 'IMAGE',
    method: 'single',
    status: 'queued',
    sentBytes: 0,
    storedBytes: 0,
    bytesPerSecond: null,
    mediaId: null,
    single: null,
    multipart: null,
    failure: null,
    rejection: null,
    item: null,
    arrivedAtMs: null,
    hasHandle: false,
    texts: noTexts,
    savedTexts: noTexts,
    textsSaving: 'idle',
    ...overrides,
  };
}

/** Answers like the API; `calls` lists what was asked, in order. */
export function fakeApi(overrides: Partial<UploadApi> = {}) {
  const calls: string[] = [];
  let urls = 0;
  const partSize = 8 * 1024 * 1024;
  const api: UploadApi = {
    requestUpload: () => {
      const mediaId = mediaIdOf((urls += 1));
      calls.push('requestUpload');
      return Promise.resolve({
        mediaId,
        key: `uploads/u/${mediaId}`,
        method: 'PUT' as const,
        url: `http://storage/${String(urls)}`,
        headers: { 'content-type': 'image/jpeg', 'if-none-match': '*' },
        expiresAt: '2026-11-24T12:15:00.000Z',
      });
    },
    startMultipart: (body) => {
      calls.push('startMultipart');
      return Promise.resolve({
        mediaId: mediaIdOf((urls += 1)),
        key: 'uploads/u/m',
        uploadId: 'upload',
        partSize,
        partCount: Math.ceil(body.size / partSize),
        expiresAt: '2026-12-01T12:00:00.000Z',
      });
    },
    signParts: (_mediaId, partNumbers) => {
      calls.push(`signParts ${partNumbers.join()}`);
      return Promise.resolve({
        parts: partNumbers.map((partNumber) => ({
          partNumber,
          url: `http://storage/part/${String(partNumber)}`,
          headers: {},
        })),
      });
    },
    listParts: () => {
      calls.push('listParts');
      return Promise.resolve({ partSize, partCount: 0, parts: [] });
    },
    completeMultipart: (mediaId, { parts }) => {
      calls.push(`complete ${parts.map(({ partNumber, etag }) => `${String(partNumber)}:${etag}`).join()}`);
      return Promise.resolve({ mediaId, status: 'PENDING' as const });
    },
    abortMultipart: (mediaId) => {
      calls.push(`abortMultipart ${mediaId}`);
      return Promise.resolve();
    },
    getMedia: (mediaId) => {
      calls.push(`getMedia ${mediaId}`);
      return Promise.resolve(itemWith({ id: mediaId, status: 'PENDING', timeline: [] }));
    },
    changeMedia: (mediaId, texts) => {
      calls.push(`changeMedia ${mediaId} ${JSON.stringify(texts)}`);
      const { caption = null, altText = null } = texts;
      return Promise.resolve(itemWith({ id: mediaId, caption, altText }));
    },
    deleteMedia: (mediaId) => {
      calls.push(`deleteMedia ${mediaId}`);
      return Promise.resolve();
    },
    ...overrides,
  };
  return { api, calls };
}

/** Answers PUTs with what `answer` returns, and with 200 where it returns nothing. */
export function fakeStorage(
  answer: (request: PutRequest, count: number) => Partial<PutResponse> | undefined,
) {
  const requests: PutRequest[] = [];
  const put = (request: PutRequest): Promise<PutResponse> => {
    request.signal.throwIfAborted();
    requests.push(request);
    request.onProgress(request.body.size);
    return Promise.resolve({ status: 200, etag: `"${request.url}"`, ...answer(request, requests.length) });
  };
  return { put, requests };
}

/** Never waits; `pauses` lists how long it would have. */
export function fakeTiming(overrides: Partial<Timing> = {}) {
  const pauses: number[] = [];
  const timing: Timing = {
    now: () => 0,
    random: () => 0.5,
    isOnline: () => true,
    pause: (ms, signal) => {
      pauses.push(ms);
      signal.throwIfAborted();
      return Promise.resolve();
    },
    ...overrides,
  };
  return { timing, pauses };
}

/** A film as large as wanted that holds nothing in memory; `content` distinguishes it from others of its size. */
export function largeFile(size: number, content = 'x'): File {
  const file = new File([content], 'film.mp4', { type: 'video/mp4', lastModified: 1 });
  Object.defineProperty(file, 'size', { value: size });
  file.slice = (start = 0, end = 0) => {
    const part = new Blob([content]);
    Object.defineProperty(part, 'size', { value: end - start });
    return part;
  };
  return file;
}

/** Resolves with the first upload that stands in one of these ways. */
export function statusReached(engine: UploadEngine, ...statuses: UploadStatus[]): Promise<Upload> {
  return new Promise((resolve) => {
    const look = (): void => {
      const upload = engine.uploads.get().find(({ status }) => statuses.includes(status));
      if (upload) resolve(upload);
    };
    engine.uploads.subscribe(look);
    look();
  });
}
