import { hasEnded, type Upload, type Uploads } from '@media-feed/uploader';
import { textFor, type Texts } from '../../lib/text/texts.ts';
import { rejectionMessage } from './rejection-messages.ts';

/** After so long it helps to know that nobody need wait. */
const longCheckMs = 20_000;

/** One line about where an upload stands. */
export function describeUpload(t: Texts, upload: Upload, nowMs: number): string {
  const { state } = t.uploads;
  switch (upload.status) {
    case 'awaiting-sign-in':
      return `${t.account.signIn}${state.signInRest}`;
    case 'queued':
      return state.queued({ size: t.format.bytes(upload.size) });
    case 'preparing':
      return state.preparing;
    case 'uploading':
      return describeProgress(t, upload);
    case 'waiting':
      return textFor(state.waitingFor, upload.failure ?? '') ?? state.waiting;
    case 'paused':
      return state.paused({ percent: percentOf(upload), size: t.format.bytes(upload.size) });
    case 'interrupted':
      return describeInterruption(t, upload);
    case 'checking':
      return upload.arrivedAtMs !== null && nowMs - upload.arrivedAtMs > longCheckMs
        ? state.checkingLong
        : state.checking;
    case 'published':
      return state.published;
    case 'rejected':
      return upload.rejection ? rejectionMessage(t, upload.rejection, upload) : state.rejected;
    case 'failed':
      return textFor(state.failedBy, upload.failure ?? '') ?? state.failed;
  }
}

function describeInterruption({ uploads: { state }, format }: Texts, upload: Upload): string {
  const size = format.bytes(upload.size);
  if (upload.failure === 'another-file') return state.anotherFile({ file: upload.fileName, size });
  if (upload.failure === 'file-changed') return state.changedFile;
  if (upload.failure === 'file-unreachable') return state.unreachableFile;
  return upload.storedBytes > 0
    ? state.interrupted({ percent: percentOf(upload), size })
    : state.interruptedAtOnce({ size });
}

/** "62 % of 1.8 GB · 24 MB/s · 28 s left" */
function describeProgress({ uploads: { state }, format }: Texts, upload: Upload): string {
  const parts = [state.percentOf({ percent: percentOf(upload), size: format.bytes(upload.size) })];
  const { bytesPerSecond } = upload;
  if (bytesPerSecond !== null && bytesPerSecond > 0 && upload.sentBytes < upload.size) {
    parts.push(state.perSecond({ size: format.bytes(bytesPerSecond) }));
    parts.push(state.timeLeft({ time: format.timeLeft((upload.size - upload.sentBytes) / bytesPerSecond) }));
  }
  return parts.join(' · ');
}

/** 100 is for what has arrived: until storage confirms it, it is 99. */
export function percentOf(upload: Pick<Upload, 'sentBytes' | 'size' | 'arrivedAtMs'>): number {
  const percent = Math.floor((upload.sentBytes / upload.size) * 100);
  return upload.arrivedAtMs === null ? Math.min(99, percent) : percent;
}

export interface UploadsSummary {
  /** "3 uploads", "2 of 5 uploads done". */
  readonly title: string;
  /** What needs attention: "1 rejected". */
  readonly note: string | null;
  /** 0 to 1 over the bytes of all that is not rejected. */
  readonly progress: number;
  readonly isBusy: boolean;
}

export function summarize({ uploads: { summary } }: Texts, uploads: Uploads): UploadsSummary {
  const countOf = (status: Upload['status']): number =>
    uploads.filter((upload) => upload.status === status).length;
  const count = uploads.length;
  const isBusy = !uploads.every(hasEnded);
  const counted = uploads.filter((upload) => upload.status !== 'rejected' && upload.status !== 'failed');
  const total = counted.reduce((sum, upload) => sum + upload.size, 0);
  const sent = counted.reduce((sum, upload) => sum + upload.sentBytes, 0);
  const done = countOf('published');
  const notes = summary.notes({
    interrupted: countOf('interrupted'),
    rejected: countOf('rejected'),
    failed: countOf('failed'),
  });
  return {
    title:
      isBusy && done > 0
        ? summary.someDone({ done, count })
        : !isBusy && done === count
          ? summary.allDone({ count })
          : summary.all({ count }),
    note: notes === '' ? null : notes,
    progress: total === 0 ? 1 : sent / total,
    isBusy,
  };
}
