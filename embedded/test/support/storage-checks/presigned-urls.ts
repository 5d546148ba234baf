import { expect } from '@jest/globals';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { errorCode, send, sendCut } from '../send.ts';
import type { SentRequest } from '../send.ts';
import type { StorageTarget } from '../storage-target.ts';
import { exists, newKey, put, read } from './check.ts';
import type { StorageCheck } from './check.ts';
import { signPut } from './presigned-put.ts';
import type { SignedPut } from './presigned-put.ts';

interface Tampering {
  readonly name: string;
  readonly code?: string;
  readonly change: (put: SignedPut) => { url?: string; request?: SentRequest };
}

const tamperings: readonly Tampering[] = [
  {
    name: 'another key',
    change: ({ url }) => ({ url: url.replace('/object?', '/other?') }),
  },
  {
    name: 'a longer life',
    change: ({ url }) => ({ url: url.replace('X-Amz-Expires=900', 'X-Amz-Expires=9000') }),
  },
  {
    name: 'one more parameter',
    change: ({ url }) => ({ url: `${url}&x-amz-meta-owner=me` }),
  },
  {
    name: 'another signature',
    change: ({ url }) => ({ url: url.replace(/X-Amz-Signature=./, 'X-Amz-Signature=') }),
  },
  {
    name: 'an unknown access key',
    code: 'InvalidAccessKeyId',
    change: ({ url }) => ({ url: url.replace(/X-Amz-Credential=[^%]+/, 'X-Amz-Credential=nobody') }),
  },
  { name: 'another method', change: () => ({ request: { method: 'DELETE' } }) },
  {
    name: 'another host',
    change: ({ headers }) => ({ request: { headers: { ...headers, host: 'elsewhere.example' } } }),
  },
  { name: 'another Content-Length', change: ({ body }) => ({ request: { body: `${body}!` } }) },
  {
    name: 'another Content-Type',
    change: ({ headers }) => ({ request: { headers: { ...headers, 'content-type': 'text/html' } } }),
  },
  {
    name: 'no Content-Type',
    change: () => ({ request: { headers: { 'if-none-match': '*' } } }),
  },
  {
    name: 'no If-None-Match',
    change: () => ({ request: { headers: { 'content-type': 'image/png' } } }),
  },
];

export const presignedUrls: readonly StorageCheck[] = [
  {
    name: 'a presigned PUT signs length, type and condition, and no checksum of an empty body',
    run: async (target) => {
      const key = newKey(target);
      const { url, headers, body } = await signPut(target, key);

      const query = new URL(url).searchParams;
      expect(query.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host;if-none-match');
      expect([...query.keys()].filter((name) => /^x-amz-(checksum|sdk)/i.test(name))).toEqual([]);
      const answer = await send(url, { method: 'PUT', headers, body });
      expect(answer).toMatchObject({ status: 200, headers: { etag: '"d399848208da8b80a306af0fd62bb03f"' } });
      expect(await read(target, key)).toBe(body);
    },
  },
  {
    name: 'a presigned PUT with If-None-Match works once',
    run: async (target) => {
      const { url, headers, body } = await signPut(target, newKey(target));
      await send(url, { method: 'PUT', headers, body });

      const second = await send(url, { method: 'PUT', headers, body });
      expect([second.status, errorCode(second)]).toEqual([412, 'PreconditionFailed']);
    },
  },
  ...tamperings.map(({ name, code = 'SignatureDoesNotMatch', change }): StorageCheck => ({
    name: `a presigned PUT with ${name} is refused`,
    run: async (target) => {
      const key = newKey(target);
      const signed = await signPut(target, key);
      const { url = signed.url, request } = change(signed);

      const { headers, body } = signed;
      const answer = await send(url, { method: 'PUT', headers, body, ...request });
      expect([answer.status, errorCode(answer)]).toEqual([403, code]);
      expect(await exists(target, key)).toBe(false);
    },
  })),
  {
    name: 'a presigned PUT is refused after its expiry',
    run: async (target) => {
      const key = newKey(target);
      const { url, headers, body } = await signPut(target, key, new Date(Date.now() - 901_000));

      const answer = await send(url, { method: 'PUT', headers, body });
      expect([answer.status, errorCode(answer)]).toEqual([403, 'AccessDenied']);
      expect(answer.body).toContain('Request has expired');
      expect(await exists(target, key)).toBe(false);
    },
  },
  {
    name: 'an upload that is cut off in the middle stores nothing',
    run: async (target) => {
      const key = newKey(target);
      const { url, headers, body } = await signPut(target, key);

      const length = { 'content-length': String(body.length) };
      await sendCut(url, { headers: { ...headers, ...length }, body: body.slice(0, 3) });
      expect(await exists(target, key)).toBe(false);
      expect((await send(url, { method: 'PUT', headers, body })).status).toBe(200);
    },
  },
  {
    name: 'a checksum that was hoisted into a presigned query counts',
    run: async (target) => {
      const key = newKey(target);
      const command = new PutObjectCommand({
        Bucket: target.uploads,
        Key: key,
        ChecksumCRC32: 'CXLTYQ==', // of "123456"
      });
      const url = await getSignedUrl(target.client, command, { expiresIn: 60 });

      const other = await send(url, { method: 'PUT', body: '123457' });
      expect([other.status, errorCode(other)]).toEqual([400, 'BadDigest']);
      expect(await exists(target, key)).toBe(false);
    },
  },
  {
    name: 'a presigned GET says of the object what was signed, and nothing else',
    run: async (target) => {
      const { key } = await put(target, '<p>hello</p>', { ContentType: 'text/html' });
      const command = new GetObjectCommand({
        Bucket: target.uploads,
        Key: key,
        ResponseContentType: 'application/octet-stream',
        ResponseContentDisposition: 'attachment; filename="a b.bin"',
      });
      const url = await getSignedUrl(target.client, command, { expiresIn: 60 });

      expect(await send(url)).toMatchObject({
        status: 200,
        body: '<p>hello</p>',
        headers: {
          'content-type': 'application/octet-stream',
          'content-disposition': 'attachment; filename="a b.bin"',
        },
      });
      const other = await send(url.replace('octet-stream', 'pdf'));
      expect([other.status, errorCode(other)]).toEqual([403, 'SignatureDoesNotMatch']);
    },
  },
  {
    name: 'a presigned GET gives the object and its ranges',
    run: async (target) => {
      const { key } = await put(target, '0123456789');
      const url = await signGet(target, key);

      expect(await send(url)).toMatchObject({ status: 200, body: '0123456789' });
      expect(await send(url, { headers: { range: 'bytes=2-4' } })).toMatchObject({
        status: 206,
        body: '234',
      });
    },
  },
  {
    name: 'a presigned GET is good for nothing else',
    run: async (target) => {
      const { key } = await put(target, '0123456789');
      const url = await signGet(target, key);

      expect((await send(url.replace('/object?', '/other?'))).status).toBe(403);
      expect((await send(url, { method: 'PUT', body: 'x' })).status).toBe(403);
    },
  },
];

function signGet(target: StorageTarget, key: string): Promise<string> {
  const command = new GetObjectCommand({ Bucket: target.uploads, Key: key });
  return getSignedUrl(target.client, command, { expiresIn: 60 });
}
