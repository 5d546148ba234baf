import { lookForArrival } from './arrival.ts';
import { callWithRetries, recover, UploadFailedError, type UploadRun } from './upload-run.ts';
import type { SingleTarget } from './upload-state.ts';

/** A URL that storage rejects has expired, or the clocks disagree: then new ones do not help either. */
const maxNewUrls = 3;

interface Target extends SingleTarget {
  readonly mediaId: string;
}

/**
 * Brings a file to storage by one presigned PUT. A URL of an earlier run is used again as long as it lasts.
 * Resolves when the whole file is there.
 */
export async function sendSingle(run: UploadRun): Promise<void> {
  const earlier = earlierTarget(run);
  let target = earlier ?? (await requestTarget(run));
  let mayHaveArrived = earlier !== undefined;
  for (let attempt = 0, newUrls = 0; ;) {
    const status = await putOnce(run, target);
    // The key accepts one PUT only, so that 412 means: an earlier attempt of ours had arrived after all.
    if ((status >= 200 && status < 300) || status === 412) return;
    if (status === 403) {
      if (mayHaveArrived && (await hasArrived(run, target.mediaId))) return;
      if ((newUrls += 1) > maxNewUrls) throw new UploadFailedError('storage-rejected');
      target = await replaceTarget(run, target);
      mayHaveArrived = false;
    } else {
      mayHaveArrived = true;
      run.onProgress(0, 0);
      attempt = await recover(run, status, attempt, run.file);
    }
  }
}

function earlierTarget(run: UploadRun): Target | undefined {
  const { mediaId, single } = run.upload;
  if (mediaId === null || !single) return undefined;
  run.onTarget({ mediaId, single, multipart: null });
  return { mediaId, ...single };
}

/** Answers 403 for a URL that is known to be over: a browser that is cut off while it sends would not receive it. */
async function putOnce(run: UploadRun, { url, headers, expiresAtMs }: Target): Promise<number> {
  if (expiresAtMs <= run.timing.now()) return 403;
  const { status } = await run.put({
    url,
    headers,
    body: run.file,
    signal: run.signal,
    onProgress: (sentBytes) => {
      run.onProgress(sentBytes, 0);
    },
  });
  return status;
}

async function requestTarget(run: UploadRun): Promise<Target> {
  const { fileName, contentType, size } = run.upload;
  let texts = {};
  const given = await callWithRetries(run, () => {
    texts = run.texts();
    return run.api.requestUpload({ fileName, contentType, size, ...texts }, run.signal);
  });
  const { mediaId, url, headers } = given;
  const single = { url, headers, expiresAtMs: Date.parse(given.expiresAt) };
  run.onTarget({ mediaId, single, multipart: null }, texts);
  return { mediaId, ...single };
}

/** A URL that has expired is worth nothing; neither is the entry that was made for it. */
async function replaceTarget(run: UploadRun, expired: Target): Promise<Target> {
  run.onStartOver();
  const next = await requestTarget(run);
  run.api.deleteMedia(expired.mediaId).catch(() => undefined); // it expires by itself
  return next;
}

/** After a lost answer only the API can tell whether the file is there. */
async function hasArrived(run: UploadRun, mediaId: string): Promise<boolean> {
  return (await callWithRetries(run, () => lookForArrival(run.api, mediaId, run.signal))) === 'arrived';
}
