/** The use case of the decoder: of one published recording its poster or its waveform is made, and the result sent. */
import {
  buildStorageKey,
  etag8,
  parseStorageKey,
  type AddedResult,
  type DecodeRequest,
  type PublishedRendition,
} from '@media-feed/contract';
import type { FunctionDependencies } from './create-dependencies.ts';
import type { Log } from './log.ts';
import type { SandboxTask } from './sandbox/messages.ts';
import type { SandboxJob } from './sandbox/sandbox-session.ts';
import { InvalidOutputError } from './sandbox/sandbox-session.ts';
import { UploadChangedError, UploadGoneError, type StoredUpload, type UploadStorage } from './storage.ts';

const MiB = 1024 * 1024;
/** Of a video beside its index, and of an index as large as there are. */
const maxPosterReadBytes = 16 * MiB + 112 * MiB;
/** Pictures of one video. */
const maxPosterBytes = 32 * MiB;

/** What one task has made; nothing where the file does not let it. */
interface Done {
  readonly renditions: readonly PublishedRendition[];
  readonly placeholder: string | null;
  readonly peaks?: string;
  readonly usedMs: number;
}

interface Circumstances {
  readonly request: DecodeRequest;
  readonly dependencies: FunctionDependencies;
  readonly deadlineMs: number;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/**
 * Doing it twice leaves the same objects and sends the same result. A file that can't be decoded has a result too, so
 * that nobody asks for ever.
 * @param deadlineMs when to give up, in milliseconds since the epoch.
 * @throws whatever may go better another time: storage, queue, the deadline.
 */
export async function decodeMedia(
  request: DecodeRequest,
  dependencies: FunctionDependencies,
  deadlineMs: number,
  log: Log,
): Promise<void> {
  const abort = new AbortController();
  try {
    const circumstances = { request, dependencies, deadlineMs, log, signal: abort.signal };
    const result = await decode(circumstances);
    const messageId = await dependencies.queue.send(result);
    log.info('Recording decoded', {
      messageId,
      poster: result.poster !== undefined,
      peaks: result.peaks !== undefined,
      processingSeconds: result.processingSeconds,
    });
  } catch (error) {
    // Its owner deleted it, or an operator took it out: nothing to show, and nobody to show it to.
    if (error instanceof UploadGoneError || error instanceof UploadChangedError) log.info('Recording gone');
    else throw error;
  } finally {
    abort.abort();
  }
}

async function decode(circumstances: Circumstances): Promise<AddedResult> {
  const { request, dependencies } = circumstances;
  const { mediaId, userId, etag, type } = request;
  const published = await dependencies.published.head(request.key);
  const done =
    type === 'VIDEO'
      ? [await run(circumstances, 'poster', dependencies.published, published)]
      : [
          await decodeCover(circumstances),
          await run(circumstances, 'peaks', dependencies.published, published),
        ];
  const pictures = done.find(({ renditions }) => renditions.length > 0);
  const peaks = done.find((one) => one.peaks !== undefined)?.peaks;
  return {
    version: 1,
    kind: 'ADDED',
    mediaId,
    userId,
    etag,
    type,
    decodedAt: new Date().toISOString(),
    processingSeconds: Math.round(done.reduce((sum, { usedMs }) => sum + usedMs, 0)) / 1000,
    ...(pictures && {
      poster: { renditions: [...pictures.renditions], placeholder: pictures.placeholder },
    }),
    ...(peaks !== undefined && { peaks }),
  };
}

const nothing: Done = { renditions: [], placeholder: null, usedMs: 0 };

/** Covers are not published, so that only the upload has one; it is kept for a while alone. */
async function decodeCover(circumstances: Circumstances): Promise<Done> {
  const { request, dependencies } = circumstances;
  const { userId, mediaId, etag } = request;
  try {
    const upload = await dependencies.uploads.head(buildStorageKey({ kind: 'upload', userId, mediaId }));
    if (upload.etag !== etag) return nothing;
    return await run(circumstances, 'cover', dependencies.uploads, upload);
  } catch (error) {
    if (error instanceof UploadGoneError || error instanceof UploadChangedError) return nothing;
    throw error;
  }
}

/** One task in the sandbox; what fails by the file's fault is nothing. */
async function run(
  { request, dependencies, deadlineMs, log, signal }: Circumstances,
  task: SandboxTask,
  storage: UploadStorage,
  object: StoredUpload,
): Promise<Done> {
  const job: SandboxJob = {
    reader: storage.reader(object, signal),
    release: storage.release,
    // As storage says; the inspection decides by the bytes.
    contentType: '',
    task,
    limits: dependencies.limits,
    workMs: dependencies.sandboxTimeoutMs + (object.size / dependencies.sandboxBytesPerSecond) * 1000,
    memoryBytes: dependencies.sandboxMemoryBytes,
    readBytes: task === 'poster' ? maxPosterReadBytes : 4 * object.size + 16 * MiB,
    deadlineMs,
  };
  const { outcome, output } = await dependencies.sandbox.inspect(job, () =>
    dependencies.newPublication({
      mediaId: request.mediaId,
      etag: request.etag,
      maxOutputBytes: maxPosterBytes,
    }),
  );
  const { usedMs } = outcome;
  if (outcome.end !== 'COMPLETED' || outcome.result.outcome === 'REJECTED') {
    const cause = outcome.end === 'COMPLETED' ? outcome.result.outcome : outcome.message;
    log.warn('The recording can’t be decoded', { task, end: outcome.end, cause });
    await output.discard();
    return { ...nothing, usedMs };
  }
  const { renditions, placeholder, peaks } = outcome.result;
  if (renditions.length === 0) {
    await output.discard();
    return { ...nothing, usedMs, ...(peaks !== undefined && { peaks }) };
  }
  try {
    return { renditions: await output.complete(request.type, renditions), placeholder, usedMs };
  } catch (error) {
    await output.discard();
    if (!(error instanceof InvalidOutputError)) throw error;
    log.warn('The recording can’t be decoded', { task, end: 'INVALID_OUTPUT', cause: error.message });
    return { ...nothing, usedMs };
  }
}

/** Whether a request names nothing but its own item. */
export function namesItsOwn({ key, mediaId, etag, type }: DecodeRequest): boolean {
  const parsed = parseStorageKey(key);
  return (
    parsed?.kind === 'rendition' &&
    parsed.mediaId === mediaId &&
    parsed.mediaClass === type &&
    parsed.etag8 === etag8(etag)
  );
}
