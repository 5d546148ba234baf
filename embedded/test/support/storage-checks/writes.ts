import { expect } from '@jest/globals';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { exists, newKey, put, read, errorOf } from './check.ts';
import type { StorageCheck } from './check.ts';

const racers = 100;

export const writes: readonly StorageCheck[] = [
  {
    name: 'If-None-Match: * takes the first PUT and refuses the second',
    run: async (target) => {
      const { key } = await put(target, 'first', { IfNoneMatch: '*' });

      const second = await errorOf(put(target, 'second', { Key: key, IfNoneMatch: '*' }));
      expect(second).toMatchObject({ status: 412, code: 'PreconditionFailed' });
      expect(await read(target, key)).toBe('first');
    },
  },
  {
    name: `of ${racers} conditional PUTs at once exactly one is taken`,
    run: async (target) => {
      const key = newKey(target);
      const bodies = Array.from({ length: racers }, (_, index) => `racer ${index}`);

      const answers = await Promise.all(
        bodies.map((body) => errorOf(put(target, body, { Key: key, IfNoneMatch: '*' }))),
      );
      const winners = bodies.filter((_, index) => answers[index] === undefined);
      expect(winners).toEqual([await read(target, key)]);
      const statuses = answers.flatMap((answer) => answer?.status ?? []);
      expect(statuses.filter((status) => status !== 412 && status !== 409)).toEqual([]);
    },
  },
  {
    name: 'If-Match on a PUT replaces only what it names',
    run: async (target) => {
      const { key, etag } = await put(target, 'first');
      await put(target, 'second', { Key: key, IfMatch: etag });

      const stale = await errorOf(put(target, 'third', { Key: key, IfMatch: etag }));
      expect(stale).toMatchObject({ status: 412, code: 'PreconditionFailed' });
      expect(await read(target, key)).toBe('second');
      const missing = await errorOf(put(target, 'x', { Key: newKey(target), IfMatch: etag }));
      expect(missing).toMatchObject({ status: 404 });
    },
  },
  {
    name: 'headers and user metadata are kept and given back',
    run: async (target) => {
      const description = {
        ContentType: 'image/webp',
        CacheControl: 'public, max-age=86400',
        ContentDisposition: 'inline; filename="a.webp"',
        ContentEncoding: 'identity',
        Metadata: { 'media-id': 'abc', note: 'two  words' },
      };
      const { key } = await put(target, 'x', description);

      const stored = await target.client.send(new GetObjectCommand({ Bucket: target.uploads, Key: key }));
      expect(stored).toMatchObject({ ...description, Metadata: { 'media-id': 'abc' } });
      expect(stored.LastModified?.getTime()).toBeLessThanOrEqual(Date.now());
    },
  },
  {
    name: 'a PUT into a bucket that does not exist is refused',
    run: async (target) => {
      const command = new PutObjectCommand({ Bucket: 'no-such-bucket-a81f', Key: 'x', Body: 'x' });
      expect(await errorOf(target.client.send(command))).toMatchObject({ status: 404, code: 'NoSuchBucket' });
    },
  },
  ...[
    'a b+c',
    'ünïcödé/日本/😀',
    'quotes\'"&<>()!*~',
    'dots/../../and/./more',
    'double//slash/',
    '100%25/percent%',
    '?query=1#fragment',
    'long'.repeat(200),
  ].map((name): StorageCheck => ({
    name: `the key ${name.slice(0, 40)} is a key like any other`,
    run: async (target) => {
      const key = newKey(target, name);
      await put(target, name, { Key: key });

      expect(await read(target, key)).toBe(name);
    },
  })),
  {
    name: 'a key of more than 1024 bytes is refused',
    run: async (target) => {
      const key = `${target.prefix}${'x'.repeat(1025 - target.prefix.length)}`;

      expect(await errorOf(put(target, 'x', { Key: key }))).toMatchObject({
        status: 400,
        code: 'KeyTooLongError',
      });
      await put(target, 'x', { Key: key.slice(0, 1024) });
      expect(await exists(target, key.slice(0, 1024))).toBe(true);
    },
  },
];
