/** With transfer acceleration browsers send to AWS's edge, and the API itself to the bucket as before. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type Config, parseConfig } from '../../../src/config/config.ts';
import { MediaStorage } from '../../../src/media/storage/media-storage.ts';

const configWith = (more: Record<string, string>): Config =>
  parseConfig({
    DATABASE_URL: 'postgres://localhost/none',
    JWT_SECRET: 'a secret for tests, of 32 bytes and more',
    AWS_REGION: 'eu-central-1',
    UPLOADS_BUCKET: 'media-feed-uploads',
    MEDIA_BUCKET: 'media-feed-media',
    RESULTS_QUEUE_URL: 'http://localhost/results',
    FAILURES_QUEUE_URL: 'http://localhost/failures',
    MEDIA_BASE_URL: 'http://localhost:8080',
    ...more,
  });

let storage: MediaStorage | undefined;
const before = { ...process.env };
beforeEach(() => {
  process.env.AWS_ACCESS_KEY_ID = 'key';
  process.env.AWS_SECRET_ACCESS_KEY = 'secret';
});
afterEach(() => {
  storage?.onApplicationShutdown();
  process.env = { ...before };
});

it.each([
  [{}, 'media-feed-uploads.s3.eu-central-1.amazonaws.com'],
  [{ STORAGE_ACCELERATE: 'on' }, 'media-feed-uploads.s3-accelerate.amazonaws.com'],
])('with %j URLs of files and of parts name %s', async (settings, host) => {
  storage = new MediaStorage(configWith(settings));
  const file = await storage.presigned.signUpload('uploads/a/b', 'image/png', 10);
  const part = await storage.presigned.signPart({ key: 'uploads/a/b', uploadId: 'u' }, 1, 10);
  for (const url of [file.url, part.url]) {
    expect(new URL(url).host).toBe(host);
    expect(new URL(url).searchParams.get('X-Amz-Credential')).toContain('/eu-central-1/s3/');
  }
  expect(new URL(file.url).pathname).toBe('/uploads/a/b');
  expect(new URL(file.url).searchParams.get('X-Amz-SignedHeaders')).toBe(
    'content-length;content-type;host;if-none-match',
  );
});

it('is refused where storage is not at AWS', () => {
  const elsewhere = { STORAGE_ENDPOINT: 'http://localhost:9000', STORAGE_ACCELERATE: 'on' };
  expect(() => configWith(elsewhere)).toThrow('STORAGE_ACCELERATE: Must be off');
});
