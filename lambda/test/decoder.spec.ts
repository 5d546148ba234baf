/** Posters and waveforms by the real decoder in its sandbox, over the real S3 and SQS protocols. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { buildStorageKey, type DecodeRequest } from '@media-feed/contract';
import sharp from 'sharp';
import { startDecoder } from './support/running-decoder.ts';
import { fixture, userId } from './support/running-function.ts';
import { flacInKilohertz } from './support/sound-pieces.ts';

let decoder: Awaited<ReturnType<typeof startDecoder>>;
beforeAll(async () => {
  decoder = await startDecoder();
});
afterAll(() => decoder.close());

const posterOf = async (name: string, rendition = 'video.mp4') => {
  const { poster } = await decoder.decode(await fixture(name), rendition);
  const largest = poster?.renditions.at(-1);
  if (!poster || !largest) throw new Error('No poster was made');
  const bytes = await decoder.bytesOf(decoder.mediaBucket, largest.key);
  return { poster, largest, bytes };
};

/** Means of red, green and blue in each of 4 × 3 fields. */
const looksLike = async (picture: Uint8Array): Promise<number[]> => {
  const fields = sharp(picture).resize(4, 3, { fit: 'fill' }).removeAlpha().raw();
  return [...(await fields.toBuffer())];
};

const difference = (one: readonly number[], other: readonly number[]): number =>
  one.reduce((sum, value, index) => sum + Math.abs(value - (other[index] ?? 0)), 0) / one.length;

/** HLG at half of its signal: BT.2100's 51 cd/m² of the 400 that stand for white, as a signal of sRGB. */
const hlgGrey = 100;

const peaksIn = async (sound: Uint8Array, rendition: string): Promise<number[]> => {
  const { peaks = '' } = await decoder.decode(sound, rendition);
  return [...Buffer.from(peaks, 'base64')];
};
const peaksOf = async (name: string, rendition: string) => peaksIn(await fixture(name), rendition);

describe('the decoder’s sandbox', () => {
  it('is confined as the inspector’s', async () => {
    const layers = await decoder.layers;
    expect(layers.filter(({ holds }) => holds).map(({ layer }) => layer)).toEqual(
      expect.arrayContaining(['memory', 'permission', 'seccomp']),
    );
  });
});

describe('the poster of a video', () => {
  it.each([
    ['clip-hevc.mp4', 'video.mp4'],
    ['clip-av1.mp4', 'video.mp4'],
    ['clip-vp8.webm', 'video.webm'],
    ['clip.webm', 'video.webm'],
    ['clip.mkv', 'video.webm'],
    ['clip.mov', 'video.mp4'],
  ])('%s looks as the same film does in H.264', async (name, rendition) => {
    const [{ bytes }, reference] = await Promise.all([posterOf(name, rendition), posterOf('clip.mp4')]);
    const [seen, wanted] = await Promise.all([looksLike(bytes), looksLike(reference.bytes)]);
    // The frames that stand for them may differ by some tenths of a second.
    expect(difference(seen, wanted)).toBeLessThan(20);
  });

  it('is written in the sizes and by the names of a picture, with a thumbhash', async () => {
    const { poster, largest, bytes } = await posterOf('clip.mp4');
    expect(poster.renditions.map(({ name }) => name)).toEqual(['320.webp']);
    expect(largest).toMatchObject({ mimeType: 'image/webp', width: 160, height: 120, size: bytes.length });
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 160, height: 120 });
    expect(Buffer.from(poster.placeholder ?? '', 'base64').length).toBeGreaterThan(10);
  });

  it('stands upright', async () => {
    const [turned, reference] = await Promise.all([posterOf('clip-on-its-side.mp4'), posterOf('clip.mp4')]);
    expect(turned.largest).toMatchObject({ width: 120, height: 160 });
    // Turned back it is the same picture; the file says by how much in its own way.
    const back = await Promise.all(
      [90, 270].map(async (degrees) => looksLike(await sharp(turned.bytes).rotate(degrees).toBuffer())),
    );
    const wanted = await looksLike(reference.bytes);
    expect(Math.min(...back.map((seen) => difference(seen, wanted)))).toBeLessThan(10);
  });

  it('has pixels that are square', async () => {
    const { largest } = await posterOf('wide-pixels.mp4');
    expect(largest).toMatchObject({ width: 320, height: 120 });
  });

  it.each(['fades-in.mp4', 'fades-in-with-one-key-frame.mp4'])('%s is not black', async (name) => {
    const { bytes } = await posterOf(name);
    const { channels } = await sharp(bytes).greyscale().stats();
    expect(channels[0]?.stdev).toBeGreaterThan(30);
    expect(channels[0]?.mean).toBeGreaterThan(60);
  });

  it('of light beyond a screen’s white is what a screen shows', async () => {
    const { bytes } = await posterOf('grey-hlg.mp4');
    const { channels } = await sharp(bytes).stats();
    for (const { mean } of channels.slice(0, 3)) expect(Math.abs(mean - hlgGrey)).toBeLessThanOrEqual(4);
  });
});

describe('the waveform of a sound', () => {
  it.each([
    ['loud.wav', 'audio.wav'],
    ['loud.m4a', 'audio.m4a'],
  ])('%s has the loudness of its samples', async (name, rendition) => {
    const peaks = await peaksOf(name, rendition);
    expect(peaks).toHaveLength(200);
    expect(Math.max(...peaks.slice(5, 90))).toBeLessThan(10);
    for (const peak of peaks.slice(110, 190)) expect(Math.abs(peak - 127.5)).toBeLessThan(14);
  });

  it.each([
    ['song.mp3', 'audio.mp3'],
    ['song.aac', 'audio.aac'],
    ['song.flac', 'audio.flac'],
    ['song.ogg', 'audio.ogg'],
    ['song-vorbis.ogg', 'audio.ogg'],
    ['song.m4a', 'audio.m4a'],
  ])('%s is that of an even tone', async (name, rendition) => {
    const peaks = await peaksOf(name, rendition);
    for (const peak of peaks.slice(20, 180)) expect(Math.abs(peak - 32)).toBeLessThan(10);
  });

  it.each([12, 64])('of FLAC at %i kHz is that of the same samples at another rate', async (kilohertz) => {
    const sound = flacInKilohertz(await fixture('song.flac'), kilohertz);

    expect(await peaksIn(sound, 'audio.flac')).toEqual(await peaksOf('song.flac', 'audio.flac'));
  });
});

describe('the cover of a sound', () => {
  /** With its upload, as it is for a while after publishing. */
  const decodeWithUpload = async (name: string, rendition: string, uploaded?: Buffer) => {
    const body = await fixture(name);
    // S3's ETag of a single PUT.
    const request = await decoder.publish(body, rendition, createHash('md5').update(body).digest('hex'));
    const key = buildStorageKey({ kind: 'upload', userId, mediaId: request.mediaId });
    const put = { Bucket: decoder.uploadsBucket, Key: key, Body: uploaded ?? body };
    await decoder.s3.send(new PutObjectCommand(put));
    await decoder.ask(request);
    const [result] = await decoder.receive();
    if (!result) throw new Error('No result came');
    return { result, keys: await decoder.publishedKeys(request.mediaId) };
  };

  it.each([
    ['song-with-cover.mp3', 'audio.mp3'],
    ['song-with-cover.m4a', 'audio.m4a'],
    ['song-with-cover.flac', 'audio.flac'],
  ])('%s is encoded anew beside its waveform', async (name, rendition) => {
    const { result } = await decodeWithUpload(name, rendition);
    const [cover] = result.poster?.renditions ?? [];
    expect(cover).toMatchObject({ name: '320.webp', mimeType: 'image/webp', width: 320, height: 240 });
    expect(result.poster?.placeholder).toEqual(expect.any(String));
    expect(result.peaks).toHaveLength(268);
    const bytes = await decoder.bytesOf(decoder.mediaBucket, cover?.key ?? '');
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 320, height: 240 });
  });

  it.each([
    ['is a page as well', 'song-with-polyglot-cover.mp3', undefined],
    ['was never there', 'song.mp3', undefined],
    ['belongs to another version of the upload', 'song-with-cover.mp3', Buffer.from('another')],
  ])('that %s is none, and the waveform is there', async (_, name, uploaded) => {
    const { result, keys } = await decodeWithUpload(name, 'audio.mp3', uploaded);
    expect(result.poster).toBeUndefined();
    expect(result.peaks).toHaveLength(268);
    expect(keys.filter((key) => key.endsWith('.webp'))).toEqual([]);
  });
});

describe('a recording of which nothing can be made', () => {
  it.each([
    ['random bytes', Buffer.alloc(5000, 7)],
    ['nothing', Buffer.alloc(0)],
    ['a picture', undefined],
  ])('%s has a result all the same, and leaves no object', async (_, bytes) => {
    const body = bytes ?? (await fixture('photo.jpg'));
    const request = await decoder.publish(body, 'video.mp4');
    await decoder.ask(request);
    const [result] = await decoder.receive();
    expect(result).toMatchObject({ kind: 'ADDED', mediaId: request.mediaId, etag: request.etag });
    expect(result?.poster).toBeUndefined();
    expect(await decoder.publishedKeys(request.mediaId)).toEqual([request.key]);
  });

  it('was damaged, in many ways, and each has a result', async () => {
    const clip = await fixture('fades-in.mp4');
    for (let seed = 1; seed <= 40; seed += 1) {
      const damaged = Buffer.from(clip);
      for (let hit = 0; hit < 30; hit += 1) {
        // Behind the index, so that the decoder is what meets it.
        const at = 4000 + ((seed * 7919 + hit * 104_729) % (damaged.length - 4000));
        damaged[at] = (damaged[at] ?? 0) ^ (1 + ((seed * hit) % 255));
      }
      expect(await decoder.decode(damaged, 'video.mp4')).toMatchObject({ kind: 'ADDED' });
    }
  });
});

describe('a request', () => {
  it('for a recording that is gone has no result, and does not come again', async () => {
    const request = await decoder.publish(await fixture('clip.mp4'), 'video.mp4');
    await decoder.s3.send(new DeleteObjectCommand({ Bucket: decoder.mediaBucket, Key: request.key }));
    await decoder.ask(request);
    expect(await decoder.receive()).toEqual([]);
  });

  it('that comes twice leaves the same objects and says the same', async () => {
    const request = await decoder.publish(await fixture('clip.mp4'), 'video.mp4');
    await decoder.ask(request);
    const keys = await decoder.publishedKeys(request.mediaId);
    await decoder.ask(request);
    expect(await decoder.publishedKeys(request.mediaId)).toEqual(keys);
    const [first, second] = await decoder.receive();
    expect(second?.poster).toEqual(first?.poster);
  });

  it.each([
    ['is no JSON', () => 'no JSON'],
    ['names another item’s object', (request: DecodeRequest) => ({ ...request, mediaId: userId })],
    ['names another version', (request: DecodeRequest) => ({ ...request, etag: 'ffffffff' })],
    ['is of a picture', (request: DecodeRequest) => ({ ...request, type: 'IMAGE' })],
  ])('that %s fails, and ends in the dead-letter queue', async (_, forge) => {
    const request = await decoder.publish(await fixture('clip.mp4'), 'video.mp4');
    await expect(decoder.ask(forge(request))).rejects.toThrow();
    expect(await decoder.receive()).toEqual([]);
  });
});
