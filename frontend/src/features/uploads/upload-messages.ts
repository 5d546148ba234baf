import { formatBytes, formatTimeLeft } from '../../lib/format/format.ts';
import { rejectionMessage } from './rejection-messages.ts';
import { hasEnded, type Upload, type UploadFailure, type Uploads } from '@media-feed/uploader';

/** After so long it helps to know that nobody need wait. */
const longCheckMs = 20_000;

/** One line about where an upload stands. */
export function describeUpload(upload: Upload, nowMs: number): string {
  switch (upload.status) {
    case 'awaiting-sign-in':
      return 'Sign in to upload this. It stays chosen.';
    case 'queued':
      return `Next in line · ${formatBytes(upload.size)}`;
    case 'preparing':
      return 'Starting…';
    case 'uploading':
      return describeProgress(upload);
    case 'waiting':
      return (
        waitingMessages[upload.failure ?? 'unexpected'] ?? 'The server is busy. Trying again in a moment.'
      );
    case 'paused':
      return `Paused at ${String(percentOf(upload))} % of ${formatBytes(upload.size)}`;
    case 'interrupted':
      return describeInterruption(upload);
    case 'checking':
      return upload.arrivedAtMs !== null && nowMs - upload.arrivedAtMs > longCheckMs
        ? 'Arrived. Still checking; you can close this page.'
        : 'Arrived. Checking what it is…';
    case 'published':
      return 'Published';
    case 'rejected':
      return upload.rejection ? rejectionMessage(upload.rejection, upload) : 'Not published.';
    case 'failed':
      return (
        failureMessages[upload.failure ?? 'unexpected'] ??
        'This did not work. Your file is still chosen; try again.'
      );
  }
}

function describeInterruption(upload: Upload): string {
  const size = formatBytes(upload.size);
  if (upload.failure === 'another-file') {
    return `That is another file. This upload goes on with “${upload.fileName}” (${size}) only.`;
  }
  if (upload.failure === 'file-changed') {
    return 'The file has changed since this upload began. Pick the one from before, or cancel.';
  }
  if (upload.failure === 'file-unreachable') return 'The browser could not open the file again.';
  return upload.storedBytes > 0
    ? `Interrupted at ${String(percentOf(upload))} % of ${size}. What has arrived is kept.`
    : `Interrupted before anything had arrived · ${size}`;
}

/** "62 % of 1.8 GB · 24 MB/s · 28 s left" */
function describeProgress(upload: Upload): string {
  const parts = [`${String(percentOf(upload))} % of ${formatBytes(upload.size)}`];
  const { bytesPerSecond } = upload;
  if (bytesPerSecond !== null && bytesPerSecond > 0 && upload.sentBytes < upload.size) {
    parts.push(`${formatBytes(bytesPerSecond)}/s`);
    parts.push(`${formatTimeLeft((upload.size - upload.sentBytes) / bytesPerSecond)} left`);
  }
  return parts.join(' · ');
}

/** 100 is for what has arrived: until storage confirms it, it is 99. */
export function percentOf(upload: Pick<Upload, 'sentBytes' | 'size' | 'arrivedAtMs'>): number {
  const percent = Math.floor((upload.sentBytes / upload.size) * 100);
  return upload.arrivedAtMs === null ? Math.min(99, percent) : percent;
}

const lostConnection = 'The connection broke. Going on as soon as it is back.';

const waitingMessages: Partial<Record<UploadFailure, string>> = {
  network: lostConnection,
  timeout: lostConnection,
  'too-many-unfinished-uploads': 'Waiting for your other uploads to finish.',
  'too-many-requests': 'Too many requests at once. Going on in a moment.',
};

const outOfReach = 'The server could not be reached. Your file is still chosen; try again.';

const failureMessages: Partial<Record<UploadFailure, string>> = {
  network: outOfReach,
  timeout: outOfReach,
  unavailable: outOfReach,
  'storage-unavailable': outOfReach,
  'too-many-requests': 'Too many requests. Wait a minute, then try again.',
  'file-changed': 'The file was changed or moved since you chose it. Choose it again.',
  expired: 'This upload took too long and was given up. Try again.',
};

export interface UploadsSummary {
  /** "3 uploads", "2 of 5 uploaded". */
  readonly title: string;
  /** What needs attention: "1 rejected". */
  readonly note: string | null;
  /** 0 to 1 over the bytes of all that is not rejected. */
  readonly progress: number;
  readonly isBusy: boolean;
}

export function summarize(uploads: Uploads): UploadsSummary {
  const count = (status: Upload['status']): number =>
    uploads.filter((upload) => upload.status === status).length;
  const underWay = uploads.filter((upload) => !hasEnded(upload));
  const counted = uploads.filter((upload) => upload.status !== 'rejected' && upload.status !== 'failed');
  const total = counted.reduce((sum, upload) => sum + upload.size, 0);
  const sent = counted.reduce((sum, upload) => sum + upload.sentBytes, 0);
  const published = count('published');
  const plural = (n: number): string => `${String(n)} upload${n === 1 ? '' : 's'}`;
  const notes = [
    count('interrupted') && `${String(count('interrupted'))} interrupted`,
    count('rejected') && `${String(count('rejected'))} rejected`,
    count('failed') && `${String(count('failed'))} failed`,
  ].filter((note) => typeof note === 'string');
  return {
    title:
      underWay.length > 0 && published > 0
        ? `${String(published)} of ${plural(uploads.length)} done`
        : underWay.length === 0 && published === uploads.length
          ? `${plural(published)} done`
          : plural(uploads.length),
    note: notes.length > 0 ? notes.join(', ') : null,
    progress: total === 0 ? 1 : sent / total,
    isBusy: underWay.length > 0,
  };
}
