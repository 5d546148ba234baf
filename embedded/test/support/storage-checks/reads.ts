import { expect } from '@jest/globals';
import { GetObjectCommand, HeadBucketCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import type { GetObjectCommandInput } from '@aws-sdk/client-s3';
import { newKey, put, errorOf } from './check.ts';
import type { StorageCheck } from './check.ts';

const ranges = [
  { range: 'bytes=0-0', body: '0', contentRange: 'bytes 0-0/10' },
  { range: 'bytes=2-4', body: '234', contentRange: 'bytes 2-4/10' },
  { range: 'bytes=7-', body: '789', contentRange: 'bytes 7-9/10' },
  { range: 'bytes=7-99', body: '789', contentRange: 'bytes 7-9/10' },
  { range: 'bytes=-3', body: '789', contentRange: 'bytes 7-9/10' },
  { range: 'bytes=-99', body: '0123456789', contentRange: 'bytes 0-9/10' },
];

export const reads: readonly StorageCheck[] = [
  ...ranges.map(({ range, body, contentRange }): StorageCheck => ({
    name: `the range ${range}`,
    run: async (target) => {
      const { key } = await put(target, '0123456789');

      const part = await target.client.send(
        new GetObjectCommand({ Bucket: target.uploads, Key: key, Range: range }),
      );
      expect(await part.Body?.transformToString()).toBe(body);
      expect(part).toMatchObject({ ContentRange: contentRange, ContentLength: body.length });
      expect(part.$metadata.httpStatusCode).toBe(206);
    },
  })),
  ...['bytes=10-', 'bytes=10-12', 'bytes=-0'].map((range): StorageCheck => ({
    name: `the range ${range}, outside the object, is refused`,
    run: async (target) => {
      const { key } = await put(target, '0123456789');

      const command = new GetObjectCommand({ Bucket: target.uploads, Key: key, Range: range });
      expect(await errorOf(target.client.send(command))).toMatchObject({
        status: 416,
        code: 'InvalidRange',
      });
    },
  })),
  {
    name: 'conditional reads: 304 for what the reader has, 412 for what has changed',
    run: async (target) => {
      const { key, etag } = await put(target, 'x');
      const other = '"00000000000000000000000000000000"';
      const statuses = async (condition: Partial<GetObjectCommandInput>) => {
        const input = { Bucket: target.uploads, Key: key, ...condition };
        const answers = [
          await errorOf(target.client.send(new GetObjectCommand(input))),
          await errorOf(target.client.send(new HeadObjectCommand(input))),
        ];
        return answers.map((answer) => answer?.status ?? 200);
      };

      expect(await statuses({ IfMatch: etag })).toEqual([200, 200]);
      expect(await statuses({ IfMatch: other })).toEqual([412, 412]);
      expect(await statuses({ IfNoneMatch: etag })).toEqual([304, 304]);
      expect(await statuses({ IfNoneMatch: other })).toEqual([200, 200]);
    },
  },
  {
    name: 'a ranged read with If-Match, as the inspector reads, fails once the object has changed',
    run: async (target) => {
      const { key, etag } = await put(target, 'original');
      await put(target, 'replaced', { Key: key });

      const command = { Bucket: target.uploads, Key: key, Range: 'bytes=0-3', IfMatch: etag };
      const answer = await errorOf(target.client.send(new GetObjectCommand(command)));
      expect(answer).toMatchObject({ status: 412, code: 'PreconditionFailed' });
    },
  },
  {
    name: 'HEAD tells size, type and ETag',
    run: async (target) => {
      const { key, etag } = await put(target, '0123456789', { ContentType: 'audio/flac' });

      const head = await target.client.send(new HeadObjectCommand({ Bucket: target.uploads, Key: key }));
      expect(head).toMatchObject({
        ContentLength: 10,
        ContentType: 'audio/flac',
        ETag: etag,
        AcceptRanges: 'bytes',
      });
    },
  },
  {
    name: 'a missing object and a missing bucket are told apart',
    run: async (target) => {
      const input = { Bucket: target.uploads, Key: newKey(target) };
      const nowhere = { Bucket: 'no-such-bucket-a81f' };
      const answers = await Promise.all([
        errorOf(target.client.send(new GetObjectCommand(input))),
        errorOf(target.client.send(new HeadObjectCommand(input))),
        errorOf(target.client.send(new GetObjectCommand({ ...nowhere, Key: 'x' }))),
        errorOf(target.client.send(new HeadBucketCommand(nowhere))),
        errorOf(target.client.send(new HeadBucketCommand({ Bucket: target.uploads }))),
      ]);

      expect(answers.map((answer) => answer?.code)).toEqual([
        'NoSuchKey',
        'NotFound',
        'NoSuchBucket',
        'NotFound',
        undefined,
      ]);
    },
  },
];
