import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CorsRule } from './cors.ts';
import { Events } from './events.ts';
import type { S3EventListener } from './events.ts';
import { Faults } from './faults.ts';
import { RequestLog } from './request-log.ts';
import { serve } from './request-listener.ts';
import type { Services } from './request-listener.ts';
import type { Credentials } from './signature.ts';
import { ObjectStore } from './store/object-store.ts';

export type { CorsRule } from './cors.ts';
export type { S3Event, S3EventListener, S3EventRecord } from './events.ts';
export type { Faults, RequestFault } from './faults.ts';
export type { LoggedRequest, RequestLog } from './request-log.ts';

export interface BucketOptions {
  readonly name: string;
  readonly cors?: readonly CorsRule[];
  /** Objects created under this prefix are announced. */
  readonly events?: { readonly prefix: string };
}

export interface S3ServerOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Made if missing; one server at a time owns it. */
  readonly dataDir: string;
  readonly region: string;
  readonly credentials: readonly Credentials[];
  readonly buckets: readonly BucketOptions[];
  /** Told what became an InternalError, e.g. a full disk. Default: a line on stderr. */
  readonly onError?: (error: unknown) => void;
}

export interface S3Server {
  readonly port: number;
  /** For path-style clients, e.g. `http://127.0.0.1:9000`. */
  readonly endpoint: string;
  readonly faults: Faults;
  readonly requests: RequestLog;
  onEvent(listener: S3EventListener): void;
  /** Refuses new connections, waits up to two seconds for requests under way, and drops undelivered events. */
  close(): Promise<void>;
}

const socketBufferBytes = 256 * 1024;
const keepAliveMs = 65_000;
/** A connection on which nothing moves for so long is closed; a slow one may take as long as it needs. */
const idleMs = 5 * 60_000;
const closingMs = 2000;

export async function startS3Server(options: S3ServerOptions): Promise<S3Server> {
  const { region, credentials, host = '127.0.0.1' } = options;
  const buckets = new Map(options.buckets.map((bucket) => [bucket.name, bucket]));
  const store = await ObjectStore.open(options.dataDir, [...buckets.keys()]);
  const faults = new Faults();
  const events = new Events(faults);
  const log = new RequestLog();
  const onError = options.onError ?? logError;
  const services: Services = { region, credentials, buckets, store, events, faults, log, onError };

  const server = createServer({ highWaterMark: socketBufferBytes, requestTimeout: 0 });
  server.keepAliveTimeout = keepAliveMs;
  server.timeout = idleMs;
  const listen = (waitsForInvitation: boolean) => (incoming: IncomingMessage, outgoing: ServerResponse) => {
    serve(incoming, outgoing, waitsForInvitation, services).catch((error: unknown) => {
      onError(error);
      incoming.socket.destroy();
    });
  };
  server.on('request', listen(false));
  server.on('checkContinue', listen(true));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, host, resolve);
  });

  const { port } = server.address() as AddressInfo;
  return {
    port,
    endpoint: `http://${host}:${port}`,
    faults,
    requests: log,
    onEvent: (listener) => {
      events.listen(listener);
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      const impatience = setTimeout(() => {
        server.closeAllConnections();
      }, closingMs);
      await closed;
      clearTimeout(impatience);
      events.close();
      await store.close();
    },
  };
}

function logError(error: unknown): void {
  console.error('The S3 server failed a request:', error);
}
