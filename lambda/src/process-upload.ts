/** The use case: one upload that has arrived is inspected, published or set aside, and the result sent. */
import {
  buildStorageKey,
  type PublishedRendition,
  type InspectionResult,
  type Notice,
  type SoundTags,
} from '@media-feed/contract';
import { rejectionAfterFailure } from './sandbox/sandbox-failures.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import { InvalidOutputError, type SandboxJob } from './sandbox/sandbox-session.ts';
import type { Accepted, InspectionLimits, Rejected } from './inspect/inspection.ts';
import type { RangedReader } from './inspect/ranged-reader.ts';
import type { Log } from './log.ts';
import type { Publication, PublicationSource } from './publication.ts';
import type { ResultQueue } from './result-queue.ts';
import type { Arrival } from './s3-event.ts';
import { UploadDigest } from './upload-digest.ts';
import { UploadChangedError, UploadGoneError, type StoredUpload, type UploadStorage } from './storage.ts';

export interface Dependencies {
  readonly uploads: UploadStorage;
  readonly sandbox: Sandbox;
  readonly queue: ResultQueue;
  readonly newPublication: (source: PublicationSource) => Publication;
  readonly limits: InspectionLimits;
  /** Whether the very file is kept for its owner. */
  readonly keepOriginals: boolean;
  /** Milliseconds that the sandbox may work on any file … */
  readonly sandboxTimeoutMs: number;
  /** … and bytes a second that it may take longer for. */
  readonly sandboxBytesPerSecond: number;
  readonly sandboxMemoryBytes: number;
  readonly outputMarginBytes: number;
}

interface Inspected {
  readonly result: Ready | Rejected;
  /** Of processor time that the file has cost. */
  readonly processingMilliseconds: number;
}

interface Ready {
  outcome: 'READY';
  found: Accepted;
  renditions: PublishedRendition[];
  placeholder: string | null;
  notices: Notice[];
  soundTags: SoundTags | undefined;
}

/** What was kept for its owner. */
interface Original {
  readonly sha256: string | undefined;
}

/**
 * Doing it twice leaves the same objects and sends the same result.
 * @param deadlineMs when to give up, in milliseconds since the epoch.
 * @throws whatever may go better another time: storage, queue, the deadline.
 */
export async function processUpload(
  arrival: Arrival,
  dependencies: Dependencies,
  deadlineMs: number,
  log: Log,
): Promise<void> {
  const abort = new AbortController();
  try {
    const upload = await dependencies.uploads.head(arrival.key);
    if (arrival.etag !== undefined && arrival.etag !== upload.etag) {
      throw new UploadChangedError('The event tells of another version');
    }
    const { uploads, keepOriginals } = dependencies;
    const digest = new UploadDigest(uploads.reader(upload, abort.signal), uploads.release);
    const { result, processingMilliseconds } = await inspectUpload(upload, arrival, dependencies, {
      reader: digest.reader,
      deadlineMs,
      log,
    });
    let original: Original | undefined;
    if (result.outcome === 'REJECTED') await quarantine(upload, arrival, result, uploads);
    else if (keepOriginals) {
      await keepOriginal(upload, arrival, uploads);
      const milliseconds = Math.min(workMsFor(upload.size, dependencies), deadlineMs - Date.now());
      original = { sha256: await tryToComplete(digest, milliseconds, abort, log) };
    }
    const messageId = await dependencies.queue.send(
      messageOf(result, processingMilliseconds, arrival, upload, original),
    );
    log.info('Upload inspected', {
      messageId,
      eventId: arrival.eventId,
      size: upload.size,
      processingMilliseconds,
      ...summaryOf(result),
    });
  } catch (error) {
    // Nothing to inspect either way: its owner deleted it, or the other version has an event of its own.
    if (error instanceof UploadGoneError) log.info('Upload gone');
    else if (error instanceof UploadChangedError) log.info('Upload overwritten');
    else throw error;
  } finally {
    abort.abort();
  }
}

/** As much as a picture may have; decoding and encoding it costs more by the byte than copying a film. */
const pictureBytes = 50 * 1024 * 1024;
const pictureCost = 8;

/** Milliseconds of processor time that a file of so many bytes may cost. */
export function workMsFor(
  size: number,
  {
    sandboxTimeoutMs,
    sandboxBytesPerSecond,
  }: Pick<Dependencies, 'sandboxTimeoutMs' | 'sandboxBytesPerSecond'>,
): number {
  const first = Math.min(size, pictureBytes);
  return sandboxTimeoutMs + ((first * pictureCost + size - first) / sandboxBytesPerSecond) * 1000;
}

async function inspectUpload(
  upload: StoredUpload,
  { mediaId }: Arrival,
  dependencies: Dependencies,
  { reader, deadlineMs, log }: { reader: RangedReader; deadlineMs: number; log: Log },
): Promise<Inspected> {
  const { uploads, sandbox, newPublication, limits, outputMarginBytes } = dependencies;
  const job: SandboxJob = {
    reader,
    release: uploads.release,
    contentType: upload.contentType,
    task: 'publish',
    limits,
    workMs: workMsFor(upload.size, dependencies),
    memoryBytes: dependencies.sandboxMemoryBytes,
    // A first look, a walk to the end, a count and the rewriting, and room for reading ahead in vain.
    readBytes: 8 * (upload.size + outputMarginBytes),
    deadlineMs,
  };
  const maxOutputBytes = Math.round(upload.size * 1.25) + outputMarginBytes;
  const { outcome, output } = await sandbox.inspect(job, () =>
    newPublication({ mediaId, etag: upload.etag, maxOutputBytes }),
  );
  const processingMilliseconds = outcome.usedMs;
  if (outcome.end !== 'COMPLETED') {
    log.warn('The sandbox gave no result', { end: outcome.end, cause: outcome.message });
    await output.discard();
    return { result: rejectionAfterFailure(outcome), processingMilliseconds };
  }
  if (outcome.result.outcome === 'REJECTED') {
    await output.discard();
    const { cause, ...rejected } = outcome.result;
    if (cause !== undefined) log.info('The file could not be read', { cause });
    return { result: rejected, processingMilliseconds };
  }
  const { found, renditions, placeholder, notices, soundTags } = outcome.result;
  try {
    const published = await output.complete(found.mediaClass, renditions);
    return {
      result: {
        outcome: 'READY',
        found,
        renditions: published,
        placeholder,
        notices: [...notices],
        soundTags,
      },
      processingMilliseconds,
    };
  } catch (error) {
    await output.discard();
    if (!(error instanceof InvalidOutputError)) throw error;
    const result = rejectionAfterFailure({ end: 'INVALID_OUTPUT', message: error.message, found });
    return { result, processingMilliseconds };
  }
}

async function quarantine(
  upload: StoredUpload,
  { userId, mediaId }: Arrival,
  { reason, detail }: Rejected,
  uploads: UploadStorage,
): Promise<void> {
  const key = buildStorageKey({ kind: 'quarantine', userId, mediaId });
  // Metadata travel as HTTP headers: ASCII, and no line breaks.
  await uploads.copy(upload, key, { reason, detail: detail.replaceAll('’', "'").replaceAll(/[^ -~]/g, '?') });
}

/** Copied by storage itself, before anybody hears of it: who is told of an original finds it. */
async function keepOriginal(
  upload: StoredUpload,
  { userId, mediaId }: Arrival,
  uploads: UploadStorage,
): Promise<void> {
  await uploads.copy(upload, buildStorageKey({ kind: 'original', userId, mediaId }), {});
}

/**
 * A recording is read a second time for it, which must not cost the result: without time for it, or without storage, it
 * stays unknown, and the log says why.
 * @param abort ends the reads that are under way.
 */
async function tryToComplete(
  digest: UploadDigest,
  milliseconds: number,
  abort: AbortController,
  log: Log,
): Promise<string | undefined> {
  const giveUp = () => abort.abort(new Error('No time is left for it'));
  const timer = setTimeout(giveUp, milliseconds);
  try {
    if (milliseconds <= 0) giveUp();
    return await digest.complete(abort.signal);
  } catch (error) {
    if (error instanceof UploadGoneError || error instanceof UploadChangedError) throw error;
    const reason: unknown = abort.signal.aborted ? abort.signal.reason : error;
    log.warn('The SHA-256 of the upload stays unknown', { error: reason });
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

function messageOf(
  result: Ready | Rejected,
  processingMilliseconds: number,
  arrival: Arrival,
  upload: StoredUpload,
  original: Original | undefined,
): InspectionResult {
  const { mediaId, userId, eventId, arrivedAt } = arrival;
  const inspectedAt = new Date().toISOString();
  const envelope = {
    version: 1,
    mediaId,
    userId,
    eventId,
    etag: upload.etag,
    arrivedAt,
    inspectedAt,
    processingSeconds: Math.round(processingMilliseconds) / 1000,
  } as const;
  if (result.outcome === 'REJECTED') return { ...envelope, ...result };
  const { mediaClass, mimeType, width, height, durationSeconds, codecs } = result.found;
  return {
    ...envelope,
    outcome: 'READY',
    type: mediaClass,
    mimeType,
    size: upload.size,
    width,
    height,
    durationSeconds,
    codecs,
    renditions: result.renditions,
    placeholder: result.placeholder,
    ...(result.notices.length > 0 && { notices: result.notices }),
    ...(result.soundTags && { soundTags: result.soundTags }),
    ...(original && { original: true, ...(original.sha256 !== undefined && { sha256: original.sha256 }) }),
  };
}

const summaryOf = (result: Ready | Rejected) =>
  result.outcome === 'READY'
    ? { outcome: result.outcome, mimeType: result.found.mimeType }
    : { outcome: result.outcome, reason: result.reason, detail: result.detail };
