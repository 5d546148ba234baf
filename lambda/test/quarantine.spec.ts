/** Setting aside what one CopyObject cannot: by parts, and only the version that was inspected. */
import { randomBytes, randomUUID } from 'node:crypto';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { buildStorageKey } from '@media-feed/contract';
import { describe, expect, it } from '@jest/globals';
import { UploadChangedError, UploadGoneError, UploadStorage } from '../src/storage.ts';
import { userId } from './support/running-function.ts';

const MiB = 1024 * 1024;
const bucket = 'media-feed-uploads';
const client = new S3Client({ endpoint: process.env.TEST_STORAGE_ENDPOINT ?? '', forcePathStyle: true });
/** The smallest parts that S3 takes. */
const uploads = new UploadStorage(client, bucket, { maxWholeBytes: 11 * MiB, partBytes: 5 * MiB });
const metadata = { reason: 'CORRUPT', detail: 'It ends too early.' };

const put = async (key: string, body: Uint8Array) => {
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: 'video/mp4' }));
};
const newKeys = () => {
  const mediaId = randomUUID();
  return {
    from: buildStorageKey({ kind: 'upload', userId, mediaId }),
    to: buildStorageKey({ kind: 'quarantine', userId, mediaId }),
  };
};
const isThere = (Key: string): Promise<boolean> =>
  client.send(new HeadObjectCommand({ Bucket: bucket, Key })).then(
    () => true,
    () => false,
  );
async function expectNothingAt(key: string): Promise<void> {
  expect(await isThere(key)).toBe(false);
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
  expect(Uploads.filter(({ Key }) => Key === key)).toEqual([]);
}

describe('a quarantine copy', () => {
  it.each([
    [11 * MiB, undefined],
    [11 * MiB + 1, 3],
  ])('of %i bytes has all of them, and says why', async (size, parts) => {
    const { from, to } = newKeys();
    const bytes = randomBytes(size);
    await put(from, bytes);

    await uploads.copy(await uploads.head(from), to, metadata);

    const copy = await client.send(new GetObjectCommand({ Bucket: bucket, Key: to }));
    expect(copy).toMatchObject({ ContentType: 'application/octet-stream', Metadata: metadata });
    expect(/-(\d+)"$/.exec(copy.ETag ?? '')?.[1]).toBe(parts?.toString());
    expect(bytes.equals((await copy.Body?.transformToByteArray()) ?? new Uint8Array(0))).toBe(true);
  });

  it.each([
    ['whole', 6 * MiB],
    ['by parts', 12 * MiB],
  ])('%s is not made of what was overwritten since', async (_how, size) => {
    const { from, to } = newKeys();
    await put(from, randomBytes(size));
    const inspected = await uploads.head(from);
    await put(from, randomBytes(size));

    await expect(uploads.copy(inspected, to, metadata)).rejects.toThrow(UploadChangedError);

    await expectNothingAt(to);
  });

  it('by parts is not made of what is gone', async () => {
    const { from, to } = newKeys();
    await put(from, new Uint8Array(1));
    const inspected = { ...(await uploads.head(from)), key: `${from}-gone`, size: 12 * MiB };

    await expect(uploads.copy(inspected, to, metadata)).rejects.toThrow(UploadGoneError);

    await expectNothingAt(to);
  });
});
