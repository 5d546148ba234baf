import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createS3Service } from './service.ts';
import type { S3Service, S3ServiceOptions } from './service.ts';

export type { S3Event, S3EventRecord } from './s3-event.ts';
export interface S3ServerOptions extends S3ServiceOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
}

export interface S3Server extends Omit<S3Service, 'serve'> {
  readonly port: number;
  /** For path-style clients, e.g. `http://127.0.0.1:9000`. */
  readonly endpoint: string;
  /** Refuses new connections, waits up to two seconds for requests under way, and drops undelivered events. */
  close(): Promise<void>;
}

const socketBufferBytes = 256 * 1024;
const keepAliveMs = 65_000;
/** A connection on which nothing moves for so long is closed; a slow one may take as long as it needs. */
const idleMs = 5 * 60_000;
const closingMs = 2000;

export async function startS3Server(options: S3ServerOptions): Promise<S3Server> {
  const { host = '127.0.0.1' } = options;
  const service = await createS3Service(options);
  const server = createStorageServer((incoming, outgoing, waitsForInvitation) => {
    service.serve(incoming, outgoing, waitsForInvitation);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    ...service,
    port,
    endpoint: `http://${host}:${port}`,
    close: async () => {
      await closeStorageServer(server);
      await service.close();
    },
  };
}

/** An HTTP server through which large bodies go, slowly too. */
export function createStorageServer(
  serve: (incoming: IncomingMessage, outgoing: ServerResponse, waitsForInvitation: boolean) => void,
): Server {
  const server = createServer({ highWaterMark: socketBufferBytes, requestTimeout: 0 });
  server.keepAliveTimeout = keepAliveMs;
  server.timeout = idleMs;
  server.on('request', (incoming, outgoing) => {
    serve(incoming, outgoing, false);
  });
  server.on('checkContinue', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    serve(incoming, outgoing, true);
  });
  return server;
}

export async function closeStorageServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  const impatience = setTimeout(() => {
    server.closeAllConnections();
  }, closingMs);
  await closed;
  clearTimeout(impatience);
}
