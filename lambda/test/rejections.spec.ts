/** What becomes of files that are rejected: a reason, a copy for operators, and nothing that is served. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildStorageKey, type RejectedResult, type RejectionReason } from '@media-feed/contract';
import {
  context,
  eventOf,
  fixture,
  startFunction,
  userId,
  type Uploaded,
} from './support/running-function.ts';

let running: Awaited<ReturnType<typeof startFunction>>;
beforeAll(async () => {
  running = await startFunction({ settings: { MAX_IMAGE_BYTES: '100000', MAX_DURATION_SECONDS: '3' } });
});
afterAll(() => running.close());

const half = async (name: string) => {
  const bytes = await fixture(name);
  return bytes.subarray(0, Math.floor(bytes.length / 2));
};
const program = () => Promise.resolve(Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01'), randomBytes(2000)]));
const script = async () =>
  Buffer.concat([await fixture('photo.jpg'), Buffer.from('<script>alert(document.domain)</script>')]);

/** Formats that make a careless decoder open other files and addresses. */
const drawing = '<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1:9/canary"/></svg>';
const playlist = '#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/canary.ts\n#EXT-X-ENDLIST\n';
const list = "ffconcat version 1.0\nfile '/etc/passwd'\n";
const text = (content: string) => () => Promise.resolve(Buffer.from(content));

const bad: readonly [name: string, body: () => Promise<Buffer>, declared: string, RejectionReason][] = [
  ['nothing', () => Promise.resolve(Buffer.alloc(0)), 'image/png', 'EMPTY'],
  ['noise', () => Promise.resolve(randomBytes(5000)), 'image/png', 'UNSUPPORTED_TYPE'],
  ['a codec that browsers do not play', () => fixture('mpeg4-part-2.mp4'), 'video/mp4', 'UNSUPPORTED_TYPE'],
  ['a program with a picture’s name', program, 'image/png', 'ACTIVE_CONTENT'],
  ['a picture that is a page as well', script, 'image/jpeg', 'ACTIVE_CONTENT'],
  ['a drawing that names an address', text(drawing), 'image/png', 'ACTIVE_CONTENT'],
  ['a playlist of addresses', text(playlist), 'video/mp4', 'ACTIVE_CONTENT'],
  ['a list of files', text(list), 'video/mp4', 'ACTIVE_CONTENT'],
  ['a sound that says it is a picture', () => fixture('song.mp3'), 'image/png', 'TYPE_MISMATCH'],
  ['a picture that is too large', () => padded('photo.jpg', 100_001), 'image/jpeg', 'TOO_LARGE'],
  ['half a JPEG', () => half('photo.jpg'), 'image/jpeg', 'CORRUPT'],
  ['half a PNG', () => half('picture.png'), 'image/png', 'CORRUPT'],
  ['half an MP4', () => half('clip.mp4'), 'video/mp4', 'CORRUPT'],
  ['half a WebM', () => half('clip.webm'), 'video/webm', 'CORRUPT'],
];

describe('a bad file', () => {
  it.each(bad)('%s is rejected and set aside', async (_name, body, declared, reason) => {
    const upload = await running.upload(await body(), declared);

    const result = await rejectionOf(upload);

    expect(result).toMatchObject({ mediaId: upload.mediaId, userId, etag: upload.etag, reason });
    expect(result.detail).toMatch(/^[A-Z].*\.\)?$/s);
    expect(await running.publishedKeys(upload.mediaId)).toEqual([]);
    const key = buildStorageKey({ kind: 'quarantine', userId, mediaId: upload.mediaId });
    expect(await running.head(running.uploadsBucket, key)).toMatchObject({
      ContentLength: upload.size,
      ContentType: 'application/octet-stream',
      Metadata: { reason, detail: expect.stringMatching(/^[ -~]+$/) },
    });
  });

  it('leaves the upload where it is, so that its URL stays used up', async () => {
    const upload = await running.upload(randomBytes(100), 'image/png');

    await rejectionOf(upload);

    expect(await running.head(running.uploadsBucket, upload.key)).toMatchObject({ ContentLength: 100 });
  });
});

async function rejectionOf(upload: Uploaded): Promise<RejectedResult> {
  await running.handler(eventOf(upload), context());
  const [result] = await running.receive();
  if (result?.outcome !== 'REJECTED') throw new Error(`Not rejected: ${JSON.stringify(result)}`);
  return result;
}

async function padded(name: string, size: number): Promise<Buffer> {
  const bytes = await fixture(name);
  return Buffer.concat([bytes, Buffer.alloc(Math.max(0, size - bytes.length))]);
}
