import { expect } from '@jest/globals';
import { CopyObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import type { CopyObjectCommandInput } from '@aws-sdk/client-s3';
import type { StorageTarget } from '../storage-target.ts';
import { newKey, put, read, errorOf } from './check.ts';
import type { StorageCheck } from './check.ts';

function copy(
  target: StorageTarget,
  from: string,
  to: string,
  overrides: Partial<CopyObjectCommandInput> = {},
) {
  return target.client.send(
    new CopyObjectCommand({
      Bucket: target.media,
      Key: to,
      CopySource: encodeURI(`${target.uploads}/${from}`),
      ...overrides,
    }),
  );
}

export const copies: readonly StorageCheck[] = [
  {
    name: 'a copy into the other bucket has the same bytes, ETag, type and metadata',
    run: async (target) => {
      const { key, etag } = await put(target, 'x', {
        Key: newKey(target, 'a b ü'),
        ContentType: 'image/webp',
        Metadata: { note: 'kept' },
      });
      const copied = await copy(target, key, key);

      expect(copied.CopyObjectResult?.ETag).toBe(etag);
      expect(await read(target, key, target.media)).toBe('x');
      const head = await target.client.send(new HeadObjectCommand({ Bucket: target.media, Key: key }));
      expect(head).toMatchObject({ ContentType: 'image/webp', Metadata: { note: 'kept' } });
    },
  },
  {
    name: 'a copy outlives its source',
    run: async (target) => {
      const { key } = await put(target, 'first');
      await copy(target, key, key);
      await put(target, 'second', { Key: key });

      expect(await read(target, key, target.media)).toBe('first');
    },
  },
  {
    name: 'MetadataDirective REPLACE takes the type and metadata of the request',
    run: async (target) => {
      const { key } = await put(target, 'x', { ContentType: 'text/html', Metadata: { note: 'old' } });
      await copy(target, key, key, {
        MetadataDirective: 'REPLACE',
        ContentType: 'application/octet-stream',
        Metadata: { outcome: 'REJECTED' },
      });

      const head = await target.client.send(new HeadObjectCommand({ Bucket: target.media, Key: key }));
      expect(head.ContentType).toBe('application/octet-stream');
      expect(head.Metadata).toEqual({ outcome: 'REJECTED' });
    },
  },
  {
    name: 'CopySourceIfMatch with another ETag is refused',
    run: async (target) => {
      const { key, etag } = await put(target, 'first');
      await put(target, 'second', { Key: key });

      const answer = await errorOf(copy(target, key, key, { CopySourceIfMatch: etag }));
      expect(answer).toMatchObject({ status: 412, code: 'PreconditionFailed' });
    },
  },
  {
    name: 'CopySourceIfMatch with the right ETag copies',
    run: async (target) => {
      const { key, etag } = await put(target, 'first');
      await copy(target, key, key, { CopySourceIfMatch: etag });

      expect(await read(target, key, target.media)).toBe('first');
    },
  },
  {
    name: 'a copy of nothing is refused',
    run: async (target) => {
      const answer = await errorOf(copy(target, newKey(target), newKey(target)));
      expect(answer).toMatchObject({ status: 404, code: 'NoSuchKey' });
    },
  },
  {
    name: 'a copy onto itself that changes nothing is refused',
    run: async (target) => {
      const { key } = await put(target, 'x');

      const answer = await errorOf(copy(target, key, key, { Bucket: target.uploads }));
      expect(answer).toMatchObject({ status: 400, code: 'InvalidRequest' });
    },
  },
];
