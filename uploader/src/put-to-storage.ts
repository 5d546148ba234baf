import type { PutRequest, PutResponse, PutToStorage } from './upload-api.ts';

/** A connection on which no byte has moved for so long is given up and tried again. */
const stallTimeoutMs = 45_000;

/**
 * PUT by XMLHttpRequest, because fetch does not report how much of a body has been sent. Credentials stay out,
 * and no header is added to those that were signed.
 */
export const putToStorage: PutToStorage = (request: PutRequest) =>
  new Promise<PutResponse>((resolve, reject) => {
    const { signal } = request;
    if (signal.aborted) {
      reject(abortError());
      return;
    }
    const xhr = new XMLHttpRequest();
    let stallTimer = 0;

    const settle = (finish: () => void): void => {
      clearTimeout(stallTimer);
      signal.removeEventListener('abort', giveUp);
      finish();
    };
    const giveUp = (): void => {
      xhr.abort();
      settle(() => {
        reject(abortError());
      });
    };
    const broken = (): void => {
      settle(() => {
        resolve({ status: 0, etag: null });
      });
    };
    const watchForStall = (): void => {
      clearTimeout(stallTimer);
      stallTimer = window.setTimeout(() => {
        xhr.abort();
        broken();
      }, stallTimeoutMs);
    };

    xhr.open('PUT', request.url);
    for (const [name, value] of Object.entries(request.headers)) xhr.setRequestHeader(name, value);
    xhr.upload.addEventListener('progress', (event) => {
      watchForStall();
      request.onProgress(event.loaded);
    });
    xhr.addEventListener('error', broken);
    xhr.addEventListener('load', () => {
      settle(() => {
        resolve({ status: xhr.status, etag: xhr.getResponseHeader('ETag') });
      });
    });
    signal.addEventListener('abort', giveUp);
    watchForStall();
    xhr.send(request.body);
  });

const abortError = (): DOMException => new DOMException('The upload was given up', 'AbortError');
