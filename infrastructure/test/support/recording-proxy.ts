/** A proxy between a program and AWS's emulators that notes each call as IAM would see it. */
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseRequest } from '../../../embedded/src/s3/s3-request.ts';
import { type OperationName, route } from '../../../embedded/src/s3/router.ts';

/** Who calls, which right they use, on what; ids are `{id}`, so that equal calls are equal lines. */
export interface RecordedCall {
  readonly caller: string;
  /** Such as `s3:GetObject`. */
  readonly action: string;
  /** `uploads` or `media` with a key or without, or a queue's or a function's name. */
  readonly on: string;
  /** Only of calls that make an object: whether they demand that the key is free. */
  readonly ifNoneMatch?: boolean;
}

/** The rights that each operation needs (S3 User Guide, «Required permissions for Amazon S3 API operations»). */
const rights: Partial<Record<OperationName, readonly string[]>> = {
  HeadBucket: ['s3:ListBucket'],
  ListObjectsV2: ['s3:ListBucket'],
  ListMultipartUploads: ['s3:ListBucketMultipartUploads'],
  DeleteObjects: ['s3:DeleteObject'],
  PutObject: ['s3:PutObject'],
  CopyObject: ['s3:PutObject', 'source s3:GetObject'],
  GetObject: ['s3:GetObject'],
  HeadObject: ['s3:GetObject'],
  DeleteObject: ['s3:DeleteObject'],
  CreateMultipartUpload: ['s3:PutObject'],
  UploadPart: ['s3:PutObject'],
  UploadPartCopy: ['s3:PutObject', 'source s3:GetObject'],
  ListParts: ['s3:ListMultipartUploadParts'],
  CompleteMultipartUpload: ['s3:PutObject'],
  AbortMultipartUpload: ['s3:AbortMultipartUpload'],
};
const makesObject: readonly OperationName[] = ['PutObject', 'CopyObject', 'CompleteMultipartUpload'];
const onBuckets = ['s3:ListBucket', 's3:ListBucketMultipartUploads'];

/** `media-feed-uploads` and a key → `uploads/…` without the ids. */
const place = (bucket: string, key: string | undefined) =>
  [bucket.replace('media-feed-', ''), ...(key === undefined ? [] : [withoutIds(key)])].join('/');
const withoutIds = (key: string) =>
  key
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '{id}')
    .replace(/\{id\}\/[0-9a-f]{8}-.+$/, '{id}/{rendition}');

export function callsOfStorage(
  caller: string,
  incoming: IncomingMessage,
  body: Buffer,
  status: number,
): RecordedCall[] {
  const parsed = parseRequest(incoming, 'recorded', () => undefined);
  const operation = route(parsed);
  const { bucket, key } = parsed;
  if (operation === undefined || bucket === undefined) return [];
  const keys =
    operation === 'DeleteObjects'
      ? [...body.toString().matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, name]) => name)
      : [key];
  // What is not in the table shows as a call that nobody may make.
  const calls = (rights[operation] ?? [`unknown:${operation}`]).flatMap((right) =>
    keys.map((name): RecordedCall => {
      if (right.startsWith('source ')) {
        const source = decodeURIComponent(String(incoming.headers['x-amz-copy-source'])).replace(/^\//, '');
        const [from = '', ...rest] = source.split('/');
        return { caller, action: right.slice('source '.length), on: place(from, rest.join('/')) };
      }
      const on = place(bucket, onBuckets.includes(right) ? undefined : name);
      const free = makesObject.includes(operation) && {
        ifNoneMatch: incoming.headers['if-none-match'] !== undefined,
      };
      return { caller, action: right, on, ...free };
    }),
  );
  // S3 distinguishes a missing object (404) from a forbidden one (403) only to whoever may list the bucket.
  if (status === 404 && ['HeadObject', 'GetObject'].includes(operation))
    calls.push({ caller, action: 's3:ListBucket', on: place(bucket, undefined) });
  return calls;
}

/** SQS's JSON protocol names the operation in a header; batches need the right of the single call. */
export function callsOfQueue(caller: string, incoming: IncomingMessage, body: Buffer): RecordedCall[] {
  const operation = String(incoming.headers['x-amz-target'] ?? '')
    .replace('AmazonSQS.', '')
    .replace(/Batch$/, '');
  const { QueueUrl = '' } = JSON.parse(body.toString() || '{}') as { QueueUrl?: string };
  return operation === ''
    ? []
    : [{ caller, action: `sqs:${operation}`, on: QueueUrl.split('/').at(-1) ?? '' }];
}

export interface RecordingProxy {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Passes everything on to `target` as it came, its Host included, since signatures cover it. */
export async function startRecordingProxy(
  target: string,
  note: (incoming: IncomingMessage, body: Buffer, status: number) => void,
): Promise<RecordingProxy> {
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const chunks: Buffer[] = [];
    const onward = request(new URL(url ?? '/', target), { method, headers }, (answer) => {
      note(incoming, Buffer.concat(chunks), answer.statusCode ?? 0);
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk)).pipe(onward);
  });
  return { url: await listen(server), close: () => close(server) };
}

export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

export function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
