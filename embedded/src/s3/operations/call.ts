import type { Readable } from 'node:stream';
import type { BucketRegistry } from '../bucket-configuration/bucket-registry.ts';
import type { S3EventName } from '../s3-event.ts';
import type { S3Request } from '../s3-request.ts';
import type { Seal } from '../signature.ts';
import type { ObjectStore } from '../store/object-store.ts';
import type { ObjectRecord } from '../store/records.ts';

/** An authenticated request, for something in an existing bucket unless it lists or creates them, and what is needed to serve it. */
export interface Call {
  readonly request: S3Request;
  readonly seal: Seal;
  readonly region: string;
  /** Empty for a list of buckets. */
  readonly bucket: string;
  /** Empty for the operations on a bucket. */
  readonly key: string;
  readonly store: ObjectStore;
  readonly buckets: BucketRegistry;
  /** Whether a bucket may announce its objects to this function. */
  readonly mayInvoke: (functionArn: string, bucket: string) => boolean;
  readonly announce: (name: S3EventName, object: ObjectRecord) => void;
}

export interface S3Response {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Readable;
}

export type Operation = (call: Call) => Promise<S3Response> | S3Response;
