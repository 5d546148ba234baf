/** The very file of what is published, for its owner; of nothing else. */
import { createHash } from 'node:crypto';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildStorageKey } from '@media-feed/contract';
import { fixture, startFunction, userId } from './support/running-function.ts';

type Running = Awaited<ReturnType<typeof startFunction>>;
let keeping: Running;
let keepingNone: Running;

beforeAll(async () => {
  keeping = await startFunction();
  keepingNone = await startFunction({ settings: { KEEP_ORIGINALS: 'off' } });
});
afterAll(() => {
  keeping.close();
  keepingNone.close();
});

const keyOf = (mediaId: string) => buildStorageKey({ kind: 'original', userId, mediaId });
const isThere = ({ s3, uploadsBucket }: Running, mediaId: string): Promise<boolean> =>
  s3.send(new HeadObjectCommand({ Bucket: uploadsBucket, Key: keyOf(mediaId) })).then(
    () => true,
    () => false,
  );

describe('the original', () => {
  it('of a published file is kept byte for byte, as bytes of no kind, and announced', async () => {
    const bytes = await fixture('photo.jpg');
    const result = await keeping.inspect(bytes, 'image/jpeg');
    expect(result).toMatchObject({ outcome: 'READY', original: true });
    const key = keyOf(result.mediaId);
    expect(bytes.equals(await keeping.bytesOf(keeping.uploadsBucket, key))).toBe(true);
    const { ContentType } = await keeping.head(keeping.uploadsBucket, key);
    expect(ContentType).toBe('application/octet-stream');
  });

  it.each([
    ['photo.jpg', 'image/jpeg'],
    ['photo.heic', 'image/heic'],
    ['clip.mp4', 'video/mp4'],
    ['clip.webm', 'video/webm'],
    ['song.mp3', 'audio/mpeg'],
    ['song.wav', 'audio/wav'],
  ])('of %s is announced with its SHA-256', async (name, contentType) => {
    const bytes = await fixture(name);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(await keeping.inspect(bytes, contentType)).toMatchObject({ outcome: 'READY', sha256 });
  });

  it('of a rejected file is not kept', async () => {
    const { mediaId, outcome } = await keeping.inspect(Buffer.from('MZ no picture'), 'image/jpeg');
    expect(outcome).toBe('REJECTED');
    expect(await isThere(keeping, mediaId)).toBe(false);
  });

  it('is not kept where that is switched off', async () => {
    const result = await keepingNone.inspect(await fixture('photo.jpg'), 'image/jpeg');
    expect(result).not.toHaveProperty('original');
    expect(result).not.toHaveProperty('sha256');
    expect(await isThere(keepingNone, result.mediaId)).toBe(false);
  });
});
