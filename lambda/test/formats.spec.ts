/** Every kind of file that is supported, from a real small one to the bytes that are served. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MediaType, PublishedRendition, ReadyResult } from '@media-feed/contract';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import sharp from 'sharp';
import { fixture, startFunction } from './support/running-function.ts';

let running: Awaited<ReturnType<typeof startFunction>>;
beforeAll(async () => {
  running = await startFunction();
});
afterAll(() => running.close());

type Case = [
  file: string,
  mimeType: MediaType,
  rendition: Partial<PublishedRendition>,
  facts: Partial<ReadyResult>,
];

const pictures: readonly Case[] = [
  // Its EXIF says that it stands on its side.
  ['photo.jpg', 'image/jpeg', { name: '320.webp', width: 240, height: 320 }, { width: 240, height: 320 }],
  ['picture.png', 'image/png', { name: '320.webp', width: 320, height: 240 }, { width: 320, height: 240 }],
  ['picture.webp', 'image/webp', { name: '320.webp', width: 320, height: 240 }, {}],
  ['picture.avif', 'image/avif', { name: '320.webp', width: 320, height: 240 }, {}],
  ['animation.gif', 'image/gif', { name: '320.webp', width: 80, height: 60 }, { width: 80, height: 60 }],
];

const recordings: readonly Case[] = [
  [
    'clip.mp4',
    'video/mp4',
    { name: 'video.mp4', mimeType: 'video/mp4', width: 160, height: 120 },
    { codecs: ['avc', 'aac'] },
  ],
  ['clip.mov', 'video/quicktime', { name: 'video.mp4', mimeType: 'video/mp4' }, { codecs: ['avc', 'aac'] }],
  ['clip.mkv', 'video/x-matroska', { name: 'video.mp4', mimeType: 'video/mp4' }, { codecs: ['avc', 'aac'] }],
  ['clip.webm', 'video/webm', { name: 'video.webm', mimeType: 'video/webm' }, { codecs: ['vp9', 'opus'] }],
  ['song.mp3', 'audio/mpeg', { name: 'audio.mp3', mimeType: 'audio/mpeg', width: null }, { codecs: ['mp3'] }],
  ['song.m4a', 'audio/mp4', { name: 'audio.m4a', mimeType: 'audio/mp4' }, { codecs: ['aac'] }],
  ['song.aac', 'audio/aac', { name: 'audio.aac', mimeType: 'audio/aac' }, { codecs: ['aac'] }],
  ['song.ogg', 'audio/ogg', { name: 'audio.ogg', mimeType: 'audio/ogg' }, { codecs: ['opus'] }],
  ['song-vorbis.ogg', 'audio/ogg', { name: 'audio.ogg', mimeType: 'audio/ogg' }, { codecs: ['vorbis'] }],
  ['song-flac.ogg', 'audio/ogg', { name: 'audio.flac', mimeType: 'audio/flac' }, { codecs: ['flac'] }],
  ['song.flac', 'audio/flac', { name: 'audio.flac', mimeType: 'audio/flac' }, { codecs: ['flac'] }],
  ['song.wav', 'audio/wav', { name: 'audio.wav', mimeType: 'audio/wav' }, { codecs: ['pcm-s16'] }],
];

describe('a picture', () => {
  it.each(pictures)('%s is published as WebP', async (file, mimeType, rendition, facts) => {
    const result = await inspectReady(file, mimeType);

    expect(result).toMatchObject({
      type: 'IMAGE',
      mimeType,
      durationSeconds: facts.durationSeconds ?? null,
      ...facts,
    });
    expect(result.renditions).toMatchObject([{ mimeType: 'image/webp', ...rendition }]);
    expect(result.placeholder).toMatch(/^[A-Za-z0-9+/]{16,60}={0,2}$/);
    const served = await servedBytes(result);
    const { format, width, pages } = await sharp(served, { animated: true }).metadata();
    expect({ format, width }).toEqual({ format: 'webp', width: rendition.width });
    expect(pages ?? 1).toBe(file === 'animation.gif' ? 5 : 1);
  });
});

describe('a recording', () => {
  it.each(recordings)(
    '%s gets a new container around its samples',
    async (file, mimeType, rendition, facts) => {
      const result = await inspectReady(file, mimeType);

      const type = mimeType.startsWith('video') ? 'VIDEO' : 'AUDIO';
      expect(result).toMatchObject({ type, mimeType, placeholder: null, ...facts });
      expect(result.durationSeconds).toBeCloseTo(file === 'song.wav' ? 1 : 2, 0);
      expect(result.renditions).toMatchObject([rendition]);
      const served = await servedBytes(result);
      // FLAC in Ogg is compared with the same sound in its own container: mediabunny does not read the former.
      const source = await fixture(file === 'song-flac.ogg' ? 'song.flac' : file);
      expect(await samplesOf(served)).toEqual(await samplesOf(source, true));
    },
  );

  it.each(['clip.mp4', 'clip.mov', 'clip.mkv', 'song.m4a'])('%s has its index in front', async (file) => {
    const mimeType = recordings.find(([name]) => name === file)?.[1] ?? '';
    const served = Buffer.from(await servedBytes(await inspectReady(file, mimeType)));

    const boxes = topLevelBoxes(served);
    expect(boxes.slice(0, 2)).toEqual(['ftyp', 'moov']);
    expect(boxes.at(-1)).toBe('mdat');
  });
});

describe('a video', () => {
  it('that was filmed on its side stays turned', async () => {
    const result = await inspectReady('clip-on-its-side.mp4', 'video/mp4');

    expect(result).toMatchObject({ width: 120, height: 160, renditions: [{ width: 120, height: 160 }] });
    const source = await turnOf(await fixture('clip-on-its-side.mp4'));
    expect(source % 180).toBe(90);
    expect(await turnOf(await servedBytes(result))).toBe(source);
  });

  it('keeps picture and sound, and no other track', async () => {
    const result = await inspectReady('clip-with-subtitles.mkv', 'video/x-matroska');

    const input = inputOf(await servedBytes(result));
    const tracks = await input.getTracks();
    expect(tracks.map(({ type }) => type)).toEqual(['video', 'audio']);
  });
});

const inputOf = (bytes: Uint8Array) => new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });

/** Degrees clockwise. */
async function turnOf(bytes: Uint8Array): Promise<number> {
  const track = await inputOf(bytes).getPrimaryVideoTrack();
  return (await track?.getRotation()) ?? 0;
}

async function inspectReady(file: string, contentType: string): Promise<ReadyResult> {
  const result = await running.inspect(await fixture(file), contentType);
  if (result.outcome !== 'READY') throw new Error(`${file}: ${result.reason}: ${result.detail}`);
  return result;
}

/** The largest rendition, whose announced size must be true. */
async function servedBytes({ renditions }: ReadyResult): Promise<Uint8Array> {
  const last = renditions.at(-1);
  const bytes = await running.bytesOf(running.mediaBucket, last?.key ?? '');
  expect(bytes.length).toBe(last?.size);
  return bytes;
}

/** Codec and encoded bytes of every track. */
/** x264 writes its settings in front of its first picture, in a unit of their own that goes (ADR 18). */
function settingsBytes(codec: string | null, data: Uint8Array): number {
  const seiUnit = 6;
  return codec === 'avc' && data[4] === seiUnit ? 4 + Buffer.from(data).readUInt32BE(0) : 0;
}

async function samplesOf(bytes: Uint8Array, hasSettings = false): Promise<unknown> {
  const tracks = (await inputOf(bytes).getTracks()).filter(
    (track) => track.isVideoTrack() || track.isAudioTrack(),
  );
  return Promise.all(
    tracks.map(async (track) => {
      const codec = await track.getCodec();
      const packets: string[] = [];
      for await (const { data } of new EncodedPacketSink(track).packets()) {
        const picture = data.subarray(hasSettings ? settingsBytes(codec, data) : 0);
        packets.push(Buffer.from(picture).toString('base64'));
      }
      expect(packets.length).toBeGreaterThan(1);
      return { codec, packets };
    }),
  );
}

/** ISO/IEC 14496-12 §4.2. */
function topLevelBoxes(file: Buffer): string[] {
  const names: string[] = [];
  for (let offset = 0; offset < file.length;) {
    names.push(file.toString('latin1', offset + 4, offset + 8));
    const size = file.readUInt32BE(offset);
    offset += size === 1 ? Number(file.readBigUInt64BE(offset + 8)) : size;
  }
  return names;
}
