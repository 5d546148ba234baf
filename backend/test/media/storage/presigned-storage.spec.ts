import { describe, expect, it } from '@jest/globals';
import { PutObjectCommand, S3Client, UploadPartCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { PresignedStorage } from '../../../src/media/storage/presigned-storage.ts';

const ttlSeconds = 900;
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000);

/** Storage whose credentials live as long as told, one after the other; and how often they were asked for. */
function storageWith(lifetimes: readonly (number | undefined)[]) {
  let asked = 0;
  const client = new S3Client({
    region: 'us-east-1',
    credentials: () => {
      const seconds = lifetimes[Math.min(asked++, lifetimes.length - 1)];
      return Promise.resolve({
        accessKeyId: `key-${String(asked)}`,
        secretAccessKey: 'secret',
        ...(seconds !== undefined && { expiration: inSeconds(seconds) }),
      });
    },
  });
  return { storage: new PresignedStorage(client, 'uploads', ttlSeconds), timesAsked: () => asked };
}

async function lifetimeOf(storage: PresignedStorage): Promise<number> {
  const { url, expiresAt } = await storage.signUpload('uploads/a/b', 'image/png', 1);
  const seconds = Math.round((expiresAt.getTime() - Date.now()) / 1000);
  const signed = Number(new URL(url).searchParams.get('X-Amz-Expires'));
  expect(Math.abs(signed - seconds)).toBeLessThanOrEqual(1);
  return signed;
}

function partsOf(url: string) {
  const { origin, pathname, searchParams } = new URL(url);
  return { origin, pathname, query: Object.fromEntries(searchParams) };
}

describe('a presigned URL', () => {
  it('lives for its whole time where credentials last', async () => {
    for (const lifetime of [undefined, 3600, ttlSeconds + 61]) {
      const { storage } = storageWith([lifetime]);
      expect(await lifetimeOf(storage)).toBe(ttlSeconds);
    }
  });

  it('is signed with fresh credentials when the old ones end too soon', async () => {
    const { storage, timesAsked } = storageWith([ttlSeconds + 30, 3600]);
    const { url } = await storage.signUpload('uploads/a/b', 'image/png', 1);
    expect(new URL(url).searchParams.get('X-Amz-Credential')).toMatch(/^key-2\//);
    expect(await lifetimeOf(storage)).toBe(ttlSeconds);
    expect(timesAsked()).toBe(2);
  });

  it('promises no longer life than its credentials have', async () => {
    const { storage } = storageWith([400]);
    const lifetime = await lifetimeOf(storage);
    expect(lifetime).toBeLessThanOrEqual(400);
    expect(lifetime).toBeGreaterThan(395);
  });

  it.each([
    ['AWS', {}],
    ['an emulator', { endpoint: 'http://127.0.0.1:9000', forcePathStyle: true }],
    ['transfer acceleration', { useAccelerateEndpoint: true }],
  ])('is what the SDK itself would sign for %s', async (_name, options) => {
    const client = new S3Client({
      region: 'eu-central-1',
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret', sessionToken: 'token/+=' },
      requestChecksumCalculation: 'WHEN_REQUIRED',
      ...options,
    });
    const storage = new PresignedStorage(client, 'my-uploads', ttlSeconds);
    const key = 'uploads/a b/ü+~(c)';
    const single = await storage.signUpload(key, 'image/png', 12);
    const part = await storage.signPart({ key, uploadId: 'u/1+=' }, 7, 10);

    const target = { Bucket: 'my-uploads', Key: key };
    const commands = [
      new PutObjectCommand({ ...target, ContentType: 'image/png', ContentLength: 12, IfNoneMatch: '*' }),
      new UploadPartCommand({ ...target, UploadId: 'u/1+=', PartNumber: 7, ContentLength: 10 }),
    ];
    for (const [index, { url, expiresAt }] of [single, part].entries()) {
      const expected = await getSignedUrl(client, commands[index] as PutObjectCommand, {
        expiresIn: ttlSeconds,
        signingDate: new Date(expiresAt.getTime() - ttlSeconds * 1000),
        // A part has no type.
        signableHeaders: new Set(index === 0 ? ['content-type'] : []),
      });
      expect(partsOf(url)).toEqual(partsOf(expected));
    }
  });

  it('goes to the bucket’s own host where no emulator is set', async () => {
    const { storage } = storageWith([undefined]);
    const { url } = await storage.signPart({ key: 'uploads/a/b', uploadId: 'u/1' }, 7, 10);
    const { host, searchParams } = new URL(url);
    expect(host).toBe('uploads.s3.us-east-1.amazonaws.com');
    expect([searchParams.get('partNumber'), searchParams.get('uploadId')]).toEqual(['7', 'u/1']);
  });
});
