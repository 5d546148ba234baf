import { mkdir } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { BucketRegistry } from './bucket-configuration/bucket-registry.ts';
import type { BucketOptions } from './bucket-configuration/bucket-registry.ts';
import { Events } from './events.ts';
import type { S3EventListener } from './events.ts';
import { Faults } from './faults.ts';
import { RequestLog } from './request-log.ts';
import { serve } from './request-listener.ts';
import type { Services } from './request-listener.ts';
import type { Credentials } from './signature.ts';
import { ObjectStore } from './store/object-store.ts';

export interface S3ServiceOptions {
  /** Made if missing; one server at a time owns it. */
  readonly dataDir: string;
  readonly region: string;
  readonly credentials: readonly Credentials[];
  /** Those that are there from the start; more can be created. */
  readonly buckets: readonly BucketOptions[];
  /** Buckets whose objects anybody may read. Default: none. */
  readonly anonymousReadBuckets?: readonly string[];
  /** Whether a bucket may announce its objects to a function. Default: to none. */
  readonly mayInvoke?: (functionArn: string, bucket: string) => boolean;
  /** Receives what became an InternalError, e.g. a full disk. Default: a line on stderr. */
  readonly onError?: (error: unknown) => void;
}

/** S3 behind whatever listens. */
export interface S3Service {
  readonly faults: Faults;
  readonly requests: RequestLog;
  /** `waitsForInvitation`: the client sends its body after `100 Continue` only. */
  serve(incoming: IncomingMessage, outgoing: ServerResponse, waitsForInvitation: boolean): void;
  onEvent(listener: S3EventListener): void;
  /** Drops undelivered events. To be called when no request is under way any more. */
  close(): Promise<void>;
}

export async function createS3Service(options: S3ServiceOptions): Promise<S3Service> {
  const { region, credentials, dataDir, anonymousReadBuckets = [], mayInvoke = () => false } = options;
  await mkdir(dataDir, { recursive: true });
  const buckets = await BucketRegistry.open(join(dataDir, 'buckets.json'), options.buckets);
  const names = buckets.all().map(({ name }) => name);
  const store = await ObjectStore.open(dataDir, names);
  const faults = new Faults();
  const events = new Events(faults);
  const log = new RequestLog();
  const onError = options.onError ?? logError;
  const services: Services = {
    region,
    credentials,
    buckets,
    anonymousReadBuckets,
    mayInvoke,
    store,
    events,
    faults,
    log,
    onError,
  };
  return {
    faults,
    requests: log,
    serve: (incoming, outgoing, waitsForInvitation) => {
      serve(incoming, outgoing, waitsForInvitation, services).catch((error: unknown) => {
        onError(error);
        incoming.socket.destroy();
      });
    },
    onEvent: (listener) => {
      events.listen(listener);
    },
    close: async () => {
      events.close();
      await store.close();
    },
  };
}

function logError(error: unknown): void {
  console.error('The S3 server failed a request:', error);
}
