/**
 * A presigned URL as cheap as can be: SigV4 by hand with a signing key that was derived before, and the rows that the
 * product writes, many at once, without a look at what their owner may have.
 */
import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Pool } from 'pg';
import { addUsage } from '../../backend/src/media/statements/usage.ts';
import { callerOf } from './bare-caller.ts';
import { builtClass } from './built-backend.ts';

interface Upload {
  readonly id: string;
  readonly userId: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly size: number;
}

interface Batcher {
  add(upload: Upload): Promise<true>;
}

const insert = {
  name: 'bare_insert',
  text: `
    WITH inserted AS (
      INSERT INTO media (id, uploader_id, type, declared_mime_type, file_name, size, url_expires_at, deadline_at)
      SELECT id, uploader_id, 'IMAGE', declared_mime_type, file_name, size, now() + interval '15 minutes',
        now() + interval '1 hour'
      FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::bigint[])
        AS request (id, uploader_id, declared_mime_type, file_name, size)
      RETURNING uploader_id, size
    ), used AS (
      SELECT uploader_id AS user_id, 1 AS items, size AS bytes, 0::bigint AS processing_ms FROM inserted
    ) ${addUsage('used')}`,
};

export async function barePresign(pool: Pool): Promise<(request: IncomingMessage) => Promise<string>> {
  const PartitionedBatcher = await builtClass<Batcher>('batching/partitioned-batcher', 'PartitionedBatcher');
  const write = async (uploads: readonly Upload[]): Promise<true[]> => {
    await pool.query({
      ...insert,
      values: [
        uploads.map(({ id }) => id),
        uploads.map(({ userId }) => userId),
        uploads.map(({ contentType }) => contentType),
        uploads.map(({ fileName }) => fileName),
        uploads.map(({ size }) => size),
      ],
    });
    return uploads.map(() => true);
  };
  const batcher = new PartitionedBatcher(write, { partitionBy: ({ userId }: Upload) => userId });
  return async (request) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const body = JSON.parse(text) as Omit<Upload, 'id' | 'userId'>;
    const upload = { ...body, id: randomUUID(), userId: callerOf(request) };
    const key = `uploads/${upload.userId}/${upload.id}`;
    const url = sign(key, upload);
    await batcher.add(upload);
    const headers = { 'Content-Type': upload.contentType, 'If-None-Match': '*' };
    return JSON.stringify({
      mediaId: upload.id,
      key,
      method: 'PUT',
      url,
      headers,
      expiresAt: new Date(Date.now() + 900_000).toISOString(),
    });
  };
}

const host = 'media-feed-uploads.s3.us-east-1.amazonaws.com';
const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
const scope = `${day}/us-east-1/s3/aws4_request`;
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const signingKey = ['us-east-1', 's3', 'aws4_request'].reduce(hmac, hmac('AWS4bench', day));

/** Amazon S3 API Reference, «Authenticating requests: using query parameters». */
function sign(key: string, { contentType, size }: Upload): string {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const query = [
    'X-Amz-Algorithm=AWS4-HMAC-SHA256',
    'X-Amz-Content-Sha256=UNSIGNED-PAYLOAD',
    `X-Amz-Credential=bench%2F${scope.replaceAll('/', '%2F')}`,
    `X-Amz-Date=${time}`,
    'X-Amz-Expires=900',
    'X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost%3Bif-none-match',
    'x-id=PutObject',
  ].join('&');
  const headers = `content-length:${String(size)}\ncontent-type:${contentType}\nhost:${host}\nif-none-match:*\n`;
  const canonical = `PUT\n/${key}\n${query}\n${headers}\ncontent-length;content-type;host;if-none-match\nUNSIGNED-PAYLOAD`;
  const hash = createHash('sha256').update(canonical).digest('hex');
  const signature = hmac(signingKey, `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash}`).toString('hex');
  return `https://${host}/${key}?${query}&X-Amz-Signature=${signature}`;
}
