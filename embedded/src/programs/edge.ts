/** Emulates CloudFront: `GET /media/…` from the media bucket, with the response headers of production. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, type GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { parseStorageKey } from '@media-feed/contract';
import { required, runProgram } from './lifecycle.ts';

export interface EdgeReady {
  url: string;
}

/** docs/api.md «What is served»: everything from the media bucket carries these. */
const responseHeaders = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'",
  'cross-origin-resource-policy': 'cross-origin',
  // Public as it is: for people who pack what is theirs into a ZIP in the browser.
  'access-control-allow-origin': '*',
  'accept-ranges': 'bytes',
};
const cacheControl = 'public, max-age=86400, immutable';

runProgram<EdgeReady>(async () => {
  const storage = new S3Client({
    endpoint: required('STORAGE_ENDPOINT'),
    region: required('AWS_REGION'),
    forcePathStyle: true,
  });
  const bucket = required('MEDIA_BUCKET');
  const server = createServer((request, response) => {
    serve(storage, bucket, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(Number(required('CDN_PORT')), '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    ready: { url: `http://localhost:${String(port)}` },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
});

async function serve(
  storage: S3Client,
  bucket: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refuse = (status: number, text: string) => {
    response.writeHead(status, { ...responseHeaders, 'content-type': 'text/plain; charset=utf-8' }).end(text);
  };
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuse(405, 'Only GET and HEAD');
    return;
  }
  const key = (request.url ?? '').split('?', 1)[0]?.slice(1) ?? '';
  // Whoever lacks ListBucket gets 403 for a missing key too, as CloudFront does from S3.
  if (parseStorageKey(key)?.kind !== 'rendition') {
    refuse(403, 'Access denied');
    return;
  }
  let object: GetObjectCommandOutput;
  try {
    object = await storage.send(
      new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ...(request.headers.range && { Range: request.headers.range }),
        ...(request.headers['if-none-match'] && { IfNoneMatch: request.headers['if-none-match'] }),
      }),
    );
  } catch (error) {
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 502;
    if (status === 304) response.writeHead(304, { ...responseHeaders, 'cache-control': cacheControl }).end();
    else if (status === 416) refuse(416, 'Range not satisfiable');
    else if (status === 404 || status === 403) refuse(403, 'Access denied');
    else refuse(502, 'Storage did not answer');
    return;
  }
  response.writeHead(object.ContentRange ? 206 : 200, {
    ...responseHeaders,
    'cache-control': cacheControl,
    'content-type': object.ContentType ?? 'application/octet-stream',
    ...(object.ContentLength !== undefined && { 'content-length': object.ContentLength }),
    ...(object.ContentRange && { 'content-range': object.ContentRange }),
    ...(object.ETag && { etag: object.ETag }),
    ...(object.LastModified && { 'last-modified': object.LastModified.toUTCString() }),
  });
  const body = object.Body as Readable;
  if (request.method === 'HEAD') {
    body.destroy();
    response.end();
  } else await pipeline(body, response);
}
