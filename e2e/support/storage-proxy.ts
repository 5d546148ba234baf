/** Between browsers and storage: a fault proxy that counts what they send and holds it at a mark. */
import { HttpFaultProxy } from '@media-feed/testing/fault-proxy/http';

export interface StorageProxy {
  /** As browsers know it. */
  readonly url: string;
  /** Bytes of the bodies of all PUTs so far, those of requests that were cut included. */
  readonly sentBytes: () => number;
  /** Lets bytes through until there are so many in all; later ones wait in their connections. */
  readonly holdAt: (totalBytes: number) => void;
  /** Cuts all connections and accepts no new ones. */
  readonly disconnect: () => void;
  readonly reconnect: () => void;
  readonly close: () => Promise<void>;
}

export async function startStorageProxy(storagePort: number): Promise<StorageProxy> {
  let sentBytes = 0;
  let holdAtBytes = Number.POSITIVE_INFINITY;
  let goOn = Promise.withResolvers<undefined>();
  const proxy = await HttpFaultProxy.start(storagePort);
  proxy.afterChunk = async ({ length }) => {
    sentBytes += length;
    while (sentBytes >= holdAtBytes) await goOn.promise;
  };
  return {
    url: `http://localhost:${proxy.port}`,
    sentBytes: () => sentBytes,
    holdAt: (totalBytes) => {
      holdAtBytes = totalBytes;
      goOn.resolve(undefined);
      goOn = Promise.withResolvers();
    },
    disconnect: () => proxy.disconnect(),
    reconnect: () => proxy.reconnect(),
    close: () => proxy.close(),
  };
}
