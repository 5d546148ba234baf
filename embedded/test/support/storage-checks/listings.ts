import { expect } from '@jest/globals';
import { DeleteObjectCommand, DeleteObjectsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { ListObjectsV2CommandInput, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import type { StorageTarget } from '../storage-target.ts';
import { exists, newKey, put, errorOf } from './check.ts';
import type { StorageCheck } from './check.ts';

async function fill(target: StorageTarget, names: readonly string[]): Promise<string> {
  const folder = newKey(target, '');
  for (const name of names) await put(target, name, { Key: `${folder}${name}` });
  return folder;
}

function list(target: StorageTarget, folder: string, overrides: Partial<ListObjectsV2CommandInput> = {}) {
  return target.client.send(
    new ListObjectsV2Command({ Bucket: target.uploads, Prefix: folder, ...overrides }),
  );
}

/** Keys and common prefixes, without the folder. */
function names(folder: string, page: ListObjectsV2CommandOutput): string[] {
  const keys = page.Contents?.map(({ Key }) => Key ?? '') ?? [];
  const prefixes = page.CommonPrefixes?.map(({ Prefix }) => Prefix ?? '') ?? [];
  return [...keys, ...prefixes].map((key) => key.slice(folder.length));
}

export const listings: readonly StorageCheck[] = [
  {
    name: 'a listing gives keys under a prefix with size and ETag, in the order of their UTF-8',
    run: async (target) => {
      const folder = await fill(target, ['b', 'a/1', 'é', '😀', '\uffee', 'Z']);

      const page = await list(target, folder);
      expect(names(folder, page)).toEqual(['Z', 'a/1', 'b', 'é', '\uffee', '😀']);
      expect(page).toMatchObject({ KeyCount: 6, IsTruncated: false });
      expect(page.Contents?.[2]).toMatchObject({ Size: 1, ETag: '"92eb5ffee6ae2fec3ad71c777531578f"' });
    },
  },
  {
    name: 'a listing in pages gives every key once',
    run: async (target) => {
      const expected = Array.from({ length: 7 }, (_, index) => `key ${index}`);
      const folder = await fill(target, expected);

      const found: string[] = [];
      let token: string | undefined;
      do {
        const page = await list(target, folder, { MaxKeys: 3, ContinuationToken: token });
        expect(page.Contents?.length).toBeLessThanOrEqual(3);
        found.push(...names(folder, page));
        token = page.NextContinuationToken;
      } while (token !== undefined);
      expect(found).toEqual(expected);
    },
  },
  {
    name: 'a delimiter folds keys into common prefixes, across pages too',
    run: async (target) => {
      const folder = await fill(target, ['a/1', 'a/2', 'b', 'c/1', 'c/2/3', 'd']);

      const whole = await list(target, folder, { Delimiter: '/' });
      expect(names(folder, whole)).toEqual(['b', 'd', 'a/', 'c/']);
      const first = await list(target, folder, { Delimiter: '/', MaxKeys: 1 });
      const second = await list(target, folder, {
        Delimiter: '/',
        MaxKeys: 3,
        ContinuationToken: first.NextContinuationToken,
      });
      expect([names(folder, first), names(folder, second)]).toEqual([['a/'], ['b', 'd', 'c/']]);
      expect(second.IsTruncated).toBe(false);
    },
  },
  {
    name: 'StartAfter begins behind a key',
    run: async (target) => {
      const folder = await fill(target, ['a', 'b', 'c']);

      const page = await list(target, folder, { StartAfter: `${folder}a` });
      expect(names(folder, page)).toEqual(['b', 'c']);
    },
  },
  {
    name: 'a prefix without keys gives an empty listing',
    run: async (target) => {
      expect(await list(target, newKey(target, 'nothing/'))).toMatchObject({
        KeyCount: 0,
        IsTruncated: false,
      });
    },
  },
  {
    name: 'a continuation token that is none is refused',
    run: async (target) => {
      const answer = await errorOf(list(target, target.prefix, { ContinuationToken: 'ü' }));
      expect(answer).toMatchObject({ status: 400, code: 'InvalidArgument' });
    },
  },
  {
    name: 'a deletion deletes, and deletes what is not there as well',
    run: async (target) => {
      const { key } = await put(target, 'x');
      const command = new DeleteObjectCommand({ Bucket: target.uploads, Key: key });

      for (let time = 1; time <= 2; time += 1) {
        const { $metadata } = await target.client.send(command);
        expect($metadata.httpStatusCode).toBe(204);
        expect(await exists(target, key)).toBe(false);
      }
    },
  },
  {
    name: 'many objects are deleted by one call',
    run: async (target) => {
      const folder = await fill(target, ['a', 'b & c', 'd']);
      const Objects = ['a', 'b & c', 'never there'].map((name) => ({ Key: `${folder}${name}` }));

      const answer = await target.client.send(
        new DeleteObjectsCommand({ Bucket: target.uploads, Delete: { Objects } }),
      );
      expect(answer.Deleted?.map(({ Key }) => Key)).toEqual(Objects.map(({ Key }) => Key));
      expect(answer.Errors).toBeUndefined();
      expect(names(folder, await list(target, folder))).toEqual(['d']);
    },
  },
];
