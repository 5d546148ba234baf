/** Files of few bytes that would keep a decoder busy are told before any decoder runs; long animations are not. */
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { inspectAndPublish } from '../src/inspect-and-publish.ts';
import { defaultInspectionLimits } from '../src/inspect/inspection.ts';
import { bufferReader } from '../src/inspect/ranged-reader.ts';
import { encodeAnimation } from '../src/publish/encode-picture.ts';
import { fixture } from './inspect/support.ts';
import { longApng, longGif, longWebp } from './support/long-animations.ts';
import { publishPictureBytes } from './support/publish-picture.ts';

const dot = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#f00' } })
  .webp({ lossless: true })
  .toBuffer();
const frames = 5000;

/** The rejection, and whether the file was let through to a decoder before it. */
async function judge(bytes: Uint8Array, contentType: string) {
  let reachedDecoder = false;
  const result = await inspectAndPublish(bufferReader(bytes), { contentType }, defaultInspectionLimits, {
    accepted: () => {
      reachedDecoder = true;
    },
    write: () => Promise.resolve(),
  });
  return { reachedDecoder, ...(result.outcome === 'REJECTED' ? result : { reason: 'READY' }) };
}

describe('a file of few bytes and many pixels', () => {
  it.each<[string, Buffer, string, object]>([
    ['10 frames of 100 megapixels', fixture('webp_1gpx.webp'), 'image/webp', { frames: 10 }],
    ['an AVIF of 100 megapixels', fixture('avif_100mp.avif'), 'image/avif', { width: 10_000, height: 9999 }],
    ['250 frames of 4 megapixels', fixture('webp_2000x2000x250.webp'), 'image/webp', { frames: 250 }],
    ['5,000 frames in a GIF', longGif(447, frames), 'image/gif', { width: 447 }],
    ['5,000 frames in an APNG', longApng(447, frames), 'image/png', { width: 447 }],
    ['5,000 frames in a WebP', longWebp(447, frames, dot), 'image/webp', { width: 447 }],
    ['two frames on a large canvas', longGif(4100, 2), 'image/gif', { width: 4100, limitPixels: 16_000_000 }],
  ])('%s: no decoder sees it', async (_name, bytes, contentType, parameters) => {
    expect(await judge(bytes, contentType)).toMatchObject({
      reachedDecoder: false,
      reason: 'TOO_MANY_PIXELS',
      parameters,
    });
  });

  it('is told the limit of its format', async () => {
    const { detail } = (await judge(fixture('avif_100mp.avif'), 'image/avif')) as { detail?: string };

    expect(detail).toBe('This picture is 10,000 × 9,999; the limit is 42 megapixels.');
  });
});

describe('a picture that is decoded as a whole', () => {
  const width = 900;
  const height = 900;
  const flat = sharp({ create: { width, height, channels: 3, background: '#369' } });

  it.each<[string, string, () => Promise<Buffer>]>([
    [
      'a progressive JPEG',
      'image/jpeg',
      () => flat.clone().jpeg({ progressive: true, quality: 50 }).toBuffer(),
    ],
    ['an interlaced PNG', 'image/png', () => flat.clone().png({ progressive: true }).toBuffer()],
  ])('%s is refused where its decoder would need more than there is', async (_name, contentType, make) => {
    const limits = { ...defaultInspectionLimits, maxDecoderBytes: width * height * 2.5 };
    const file = bufferReader(await make());
    const result = await inspectAndPublish(file, { contentType }, limits, {
      accepted: () => undefined,
      write: () => Promise.resolve(),
    });

    expect(result).toMatchObject({ outcome: 'REJECTED', reason: 'TOO_MANY_PIXELS' });
  });
});

describe('a long animation within the limits', () => {
  it.each([
    ['GIF', longGif(40, frames), 'image/gif'],
    ['APNG', longApng(40, frames), 'image/png'],
    ['WebP', longWebp(40, frames, dot), 'image/webp'],
  ])('of a %s is published whole', async (_name, bytes, contentType) => {
    const { result, renditions } = await publishPictureBytes(bytes, contentType);

    expect(result).toMatchObject({ outcome: 'READY', found: { width: 40, height: 40, frames } });
    const { duration } = await totalOf(renditions[0] ?? new Uint8Array(0));
    expect(duration).toBe(frames * 30);
  });
});

it('each frame of an animation is decoded once, however many sizes it is published in', async () => {
  const [width, height] = [1000, 500];
  const decoded = [0, 0, 0];
  const frames = decoded.map((_count, index) => ({
    ...({ left: 0, top: 0, width, height, delay: 100, dispose: 'none', blend: 'source' } as const),
    decode: () => {
      decoded[index] = (decoded[index] ?? 0) + 1;
      return new Uint8Array(width * height * 4).fill(80 * (index + 1));
    },
  }));

  const published = await encodeAnimation({ width, height, plays: 0, frames });

  expect(published.map(({ name }) => name)).toEqual(['320.webp', '2048.webp']);
  expect(decoded).toEqual([1, 1, 1]);
});

/** Encoders put frames that look alike together: their time is what is kept. */
async function totalOf(webp: Uint8Array): Promise<{ duration: number }> {
  const { delay = [] } = await sharp(webp, { animated: true, limitInputPixels: false }).metadata();
  return { duration: delay.reduce((sum, milliseconds) => sum + milliseconds, 0) };
}
