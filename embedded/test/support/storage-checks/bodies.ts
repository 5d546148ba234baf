import { expect } from '@jest/globals';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { exists, newKey, put, read, errorOf } from './check.ts';
import type { StorageCheck } from './check.ts';

/** The check value of CRC catalogues, with its published sums. */
const checkText = '123456789';
const checksums = [
  { field: 'ChecksumCRC32', algorithm: 'CRC32', value: 'y/Q5Jg==' },
  { field: 'ChecksumCRC32C', algorithm: 'CRC32C', value: '4waSgw==' },
  { field: 'ChecksumSHA1', algorithm: 'SHA1', value: createHash('sha1').update(checkText).digest('base64') },
  {
    field: 'ChecksumSHA256',
    algorithm: 'SHA256',
    value: createHash('sha256').update(checkText).digest('base64'),
  },
] as const;

export const bodies: readonly StorageCheck[] = [
  {
    name: 'a stream, which the SDK sends in chunks with a trailing checksum, is stored as it was',
    run: async (target) => {
      const content = Buffer.alloc(300_000, 'stream of bytes ');
      const pieces = [content.subarray(0, 1), content.subarray(1, 200_000), content.subarray(200_000)];
      const { key } = await put(target, '', {
        Body: Readable.from(pieces),
        ContentLength: content.length,
      });

      const stored = await target.client.send(
        new GetObjectCommand({ Bucket: target.uploads, Key: key, ChecksumMode: 'ENABLED' }),
      );
      expect(Buffer.from((await stored.Body?.transformToByteArray()) ?? []).equals(content)).toBe(true);
      expect(stored.ContentEncoding ?? '').not.toContain('aws-chunked');
      expect(stored.ChecksumCRC32).toBeDefined();
    },
  },
  {
    name: 'an empty object is an object',
    run: async (target) => {
      const { key, etag } = await put(target, '');

      expect(etag).toBe('"d41d8cd98f00b204e9800998ecf8427e"');
      expect(await read(target, key)).toBe('');
    },
  },
  ...checksums.flatMap(({ field, algorithm, value }): StorageCheck[] => [
    {
      name: `${field} is verified, kept and given back on demand`,
      run: async (target) => {
        const { key } = await put(target, checkText, { ChecksumAlgorithm: algorithm, [field]: value });

        const command = { Bucket: target.uploads, Key: key };
        const asked = await target.client.send(new GetObjectCommand({ ...command, ChecksumMode: 'ENABLED' }));
        const plain = target.makeClient({ responseChecksumValidation: 'WHEN_REQUIRED' });
        const notAsked = await plain.send(new GetObjectCommand(command));
        expect(await asked.Body?.transformToString()).toBe(checkText);
        await notAsked.Body?.transformToString();
        expect([asked[field], notAsked[field]]).toEqual([value, undefined]);
      },
    },
    {
      name: `a wrong ${field} is refused`,
      run: async (target) => {
        const key = newKey(target);
        const input: PutObjectCommandInput = { Bucket: target.uploads, Key: key, Body: 'something else' };

        const answer = await errorOf(target.client.send(new PutObjectCommand({ ...input, [field]: value })));
        expect(answer).toMatchObject({ status: 400, code: 'BadDigest' });
        expect(await exists(target, key)).toBe(false);
      },
    },
  ]),
  {
    name: 'a wrong Content-MD5 is refused, a malformed one too',
    run: async (target) => {
      const key = newKey(target);
      const send = (ContentMD5: string) =>
        errorOf(
          target.client.send(
            new PutObjectCommand({ Bucket: target.uploads, Key: key, Body: 'something', ContentMD5 }),
          ),
        );

      const otherMd5 = createHash('md5').update('something else').digest('base64');
      expect(await send(otherMd5)).toMatchObject({ status: 400, code: 'BadDigest' });
      expect(await send('no digest')).toMatchObject({ status: 400, code: 'InvalidDigest' });
      expect(await exists(target, key)).toBe(false);
    },
  },
];
