/** Stands between browsers and storage: counts what they send, holds it at a mark, and can be away. */
import { once } from 'node:events';
import { createServer, request as sendRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StorageProxy {
  /** As browsers know it. */
  readonly url: string;
  /** Bytes of the bodies of all PUTs so far, those of requests that were cut included. */
  readonly sentBytes: () => number;
  /** Lets bytes through until there are so many in all; later ones wait in their connections. */
  readonly holdAt: (totalBytes: number) => void;
  /** Cuts all connections and takes no new ones. */
  readonly goAway: () => void;
  readonly comeBack: () => Promise<void>;
  readonly close: () => void;
}

export async function startStorageProxy(storagePort: number): Promise<StorageProxy> {
  let sentBytes = 0;
  let holdAtBytes = Number.POSITIVE_INFINITY;
  let goOn = Promise.withResolvers<undefined>();

  const server = createServer((request, response) => {
    forward(request, response).catch(() => response.destroy());
  });

  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url, headers } = request;
    const onward = sendRequest({ host: '127.0.0.1', port: storagePort, method, path: url, headers });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    for await (const chunk of request as AsyncIterable<Buffer>) {
      sentBytes += chunk.length;
      if (!onward.write(chunk)) await once(onward, 'drain');
      while (sentBytes >= holdAtBytes) await goOn.promise;
    }
    onward.end();
  }

  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const goAway = () => {
    server.close();
    server.closeAllConnections();
  };
  return {
    url: `http://localhost:${String(port)}`,
    sentBytes: () => sentBytes,
    holdAt: (totalBytes) => {
      holdAtBytes = totalBytes;
      goOn.resolve(undefined);
      goOn = Promise.withResolvers();
    },
    goAway,
    comeBack: () => listen(port),
    close: goAway,
  };
}
