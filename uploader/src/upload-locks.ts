/** Makes one tab the owner of an upload. */
export interface UploadLocks {
  /** Waits until no other tab owns it; gives what ends the ownership. Rejects when `signal` gives up. */
  own(uploadId: string, signal: AbortSignal): Promise<() => void>;
}

/** Web Locks end with their tab, a crashed one included. They are there in secure contexts only. */
export const browserLocks: UploadLocks = {
  own: (uploadId, signal) =>
    new Promise((resolve, reject) => {
      if (!('locks' in navigator)) {
        resolve(() => undefined);
        return;
      }
      navigator.locks
        .request(
          `media-feed:upload:${uploadId}`,
          { signal },
          () =>
            new Promise<void>((release) => {
              resolve(release);
            }),
        )
        .catch(reject);
    }),
};
