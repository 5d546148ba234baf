import type { PresignedUpload } from '@media-feed/contract';
import {
  isTransientStatus,
  maxAttempts,
  persist,
  UploadFailedError,
  waitAndGoOn,
  type UploadRun,
} from './upload-run.ts';

/** Brings a file to storage by one presigned PUT. Resolves when the whole of it is there. */
export async function sendSingle(run: UploadRun): Promise<void> {
  let target = await requestUrl(run);
  let mayHaveArrived = false;
  for (let attempt = 0; ; attempt += 1) {
    const response = await run.put({
      url: target.url,
      headers: target.headers,
      body: run.file,
      signal: run.signal,
      onProgress: run.onProgress,
    });
    // The key takes one PUT only, so that 412 means: an earlier attempt of ours had arrived after all.
    if ((response.status >= 200 && response.status < 300) || response.status === 412) return;
    if (attempt >= maxAttempts) throw new UploadFailedError('storage-unavailable');
    if (response.status === 403) {
      if (mayHaveArrived && (await hasArrived(run, target.mediaId))) return;
      target = await replaceUrl(run, target);
      mayHaveArrived = false;
    } else if (isTransientStatus(response.status)) {
      mayHaveArrived = true;
      run.onProgress(0);
      if (!run.timing.isOnline()) attempt = 0;
      await waitAndGoOn(run, attempt, response.status === 0 ? 'network' : 'storage-unavailable');
    } else {
      throw new UploadFailedError('storage-refused');
    }
  }
}

async function requestUrl(run: UploadRun): Promise<PresignedUpload> {
  const { fileName, contentType, size } = run.upload;
  const target = await persist(run, () => run.api.requestUpload({ fileName, contentType, size }, run.signal));
  run.onUrl(target.mediaId);
  return target;
}

/** A URL that has expired is worth nothing; neither is the entry that was made for it. */
async function replaceUrl(run: UploadRun, expired: PresignedUpload): Promise<PresignedUpload> {
  run.onStartOver();
  const next = await requestUrl(run);
  run.api.deleteMedia(expired.mediaId).catch(() => undefined); // it expires by itself
  return next;
}

/** After a lost answer only the API can tell whether the file is there. */
async function hasArrived(run: UploadRun, mediaId: string): Promise<boolean> {
  const item = await persist(run, () => run.api.getMedia(mediaId, run.signal));
  return item.status !== 'PENDING' || (item.timeline ?? []).some(({ step }) => step === 'ARRIVED');
}
