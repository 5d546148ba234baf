/** Outputs of many parts: sent as they are made, the front last, and gone without a trace when given up. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { RenditionUpload, UnsettledError } from '../src/rendition-upload.ts';
import { emptyAnswer } from '@media-feed/testing/fault-proxy/answers';
import { HttpFaultProxy } from '@media-feed/testing/fault-proxy/http';
import { answerWith, isMethod, only } from '@media-feed/testing/fault-proxy/intercepts';
import { wavOf } from '@media-feed/testing/wav';
import { context, eventOf, startFunction } from './support/running-function.ts';

const MiB = 1024 * 1024;
const settings = { partBytes: 5 * MiB, partsInFlight: 3, maxHeldBytes: 20 * MiB };

let running: Awaited<ReturnType<typeof startFunction>>;
let storage: HttpFaultProxy;
beforeAll(async () => {
  storage = await HttpFaultProxy.start(process.env.TEST_STORAGE_ENDPOINT ?? '');
  running = await startFunction({ settings: { STORAGE_ENDPOINT: storage.url, PART_BYTES: String(5 * MiB) } });
});
beforeEach(() => {
  storage.intercept = undefined;
});
afterAll(async () => {
  running.close();
  await storage.close();
});

const targetOf = (key: string) => ({ bucket: running.mediaBucket, key, contentType: 'video/webm' });
const newKey = () => `media/video/${randomUUID()}/00000000-video.webm`;
const unfinished = async (prefix: string) => {
  const command = new ListMultipartUploadsCommand({ Bucket: running.mediaBucket, Prefix: prefix });
  return (await running.s3.send(command)).Uploads ?? [];
};
const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('a rendition upload', () => {
  it('holds what was written, front and open cluster written again, whatever the parts', async () => {
    const key = newKey();
    const upload = new RenditionUpload(running.s3, targetOf(key), settings, 6 * MiB);
    const wanted = randomBytes(33 * MiB + 17);
    for (let position = 0; position < wanted.length; position += MiB) {
      const cluster = Math.floor(position / (8 * MiB)) * 8 * MiB;
      // The cluster's first byte is wrong until the cluster is full.
      const piece = Buffer.from(wanted.subarray(position, position + MiB));
      if (position === cluster) piece[0] = 0;
      if (position === 0) piece.fill(0);
      await upload.write(position, piece, cluster);
      await upload.write(cluster, wanted.subarray(cluster, cluster + 1), cluster);
    }
    expect(await running.publishedKeys(key.split('/')[2] ?? '')).toEqual([]);

    await upload.write(0, wanted.subarray(0, MiB), wanted.length);
    await upload.complete();

    expect(upload.size).toBe(wanted.length);
    expect(digestOf(await running.bytesOf(running.mediaBucket, key))).toBe(digestOf(wanted));
    expect(await running.head(running.mediaBucket, key)).toMatchObject({ ContentType: 'video/webm' });
  });

  it('rejects what it has sent already', async () => {
    const upload = new RenditionUpload(running.s3, targetOf(newKey()), settings, 1);
    await upload.write(0, new Uint8Array(16 * MiB), 16 * MiB);

    await expect(upload.write(6 * MiB, new Uint8Array(1), 16 * MiB)).rejects.toThrow(UnsettledError);

    await upload.discard();
  });

  it('holds no more than it may', async () => {
    const upload = new RenditionUpload(running.s3, targetOf(newKey()), settings, 1);

    await expect(upload.write(0, new Uint8Array(40 * MiB), 0)).rejects.toThrow('Too much');
  });

  it('leaves nothing behind when it is given up', async () => {
    const key = newKey();
    const upload = new RenditionUpload(running.s3, targetOf(key), settings, 1);
    await upload.write(0, new Uint8Array(16 * MiB), 16 * MiB);

    await upload.discard();

    expect(await unfinished(key)).toEqual([]);
    await expect(upload.write(0, new Uint8Array(1), 0)).rejects.toThrow('given up');
  });
});

describe('a large sound', () => {
  it('is published in parts', async () => {
    const wav = wavOf(randomBytes(23 * MiB));

    const result = await running.inspect(wav, 'audio/wav');

    if (result.outcome !== 'READY') throw new Error(result.detail);
    const served = await running.bytesOf(running.mediaBucket, result.renditions[0]?.key ?? '');
    expect(served.length).toBe(wav.length);
    expect(digestOf(served)).toBe(digestOf(wav));
  });

  it('leaves nothing behind when storage takes no more of it', async () => {
    const upload = await running.upload(wavOf(randomBytes(23 * MiB)), 'audio/wav');
    storage.intercept = only(isMethod('PUT', 'partNumber=3'), answerWith(emptyAnswer(503)));

    await expect(running.handler(eventOf(upload), context())).rejects.toThrow('1 of 1 records failed');

    expect(await running.publishedKeys(upload.mediaId)).toEqual([]);
    expect(await unfinished(`media/audio/${upload.mediaId}`)).toEqual([]);
    expect(await running.receive()).toEqual([]);
  });
});
