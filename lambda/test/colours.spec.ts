/** Colours and frames of what is served are those that a browser sees in the source. */
import { deflateSync, inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { profileOfGamma } from '../src/publish/icc-profile.ts';
import { fixture, latin1, pngChunk, u32be } from './inspect/support.ts';
import { openViewer, type Viewer } from './support/browser-view.ts';
import { reference } from './support/heic-pixels.ts';
import { codedItems, heif, nclx, prof } from './support/made-heic.ts';
import { publishPictureBytes } from './support/publish-picture.ts';

let viewer: Viewer;
beforeAll(async () => {
  viewer = await openViewer();
});
afterAll(() => viewer.close());

const across = [0.02, 0.15, 0.3, 0.45, 0.6, 0.75, 0.98].map((x) => [x, 0.5] as const);

function expectAbout(
  seen: readonly number[] | undefined,
  wanted: readonly number[],
  tolerance: number,
): void {
  expect(seen).toHaveLength(wanted.length);
  for (const [channel, value] of wanted.entries()) {
    expect(Math.abs((seen?.[channel] ?? -255) - value)).toBeLessThanOrEqual(tolerance);
  }
}

async function servedBytes(bytes: Buffer, mimeType: string): Promise<Uint8Array> {
  const { result, renditions } = await publishPictureBytes(bytes, mimeType);
  if (result.outcome !== 'READY') throw new Error(result.detail);
  return renditions.at(-1) ?? new Uint8Array(0);
}

async function expectSameColours(bytes: Buffer, mimeType: string, tolerance: number): Promise<void> {
  const source = await viewer.view(bytes, mimeType, across);
  const served = await viewer.view(await servedBytes(bytes, mimeType), 'image/webp', across);
  for (const [place, colour] of source.colours.entries())
    expectAbout(served.colours[place], colour, tolerance);
}

describe('an AVIF', () => {
  it.each(['pq-grey', 'hlg-grey', 'pq-red', 'hlg-red', 'p3-red', 'b2020-red'])('of %s', async (name) => {
    await expectSameColours(fixture(`colour-${name}.avif`), 'image/avif', 8);
  });
});

/** A ramp from black to white, grey or coloured. */
function rampPng(isGrey: boolean, ...chunks: Buffer[]): Buffer {
  const [width, height, channels] = [256, 16, isGrey ? 1 : 3];
  const row = Buffer.alloc(1 + width * channels);
  for (let x = 0; x < width; x += 1) row.set(isGrey ? [x] : [x, 255 - x, x >> 1], 1 + x * channels);
  const header = Buffer.concat([u32be(width), u32be(height), Buffer.from([8, isGrey ? 0 : 2, 0, 0, 0])]);
  return Buffer.concat([
    latin1('\x89PNG\r\n\x1a\n'),
    pngChunk('IHDR', header),
    ...chunks,
    pngChunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

const gamma = (value: number): Buffer => pngChunk('gAMA', u32be(value));
const chromaticities = (...values: number[]): Buffer => pngChunk('cHRM', Buffer.concat(values.map(u32be)));
const bt709 = [31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6000];
const adobeRgb = [31_270, 32_900, 64_000, 33_000, 21_000, 71_000, 15_000, 6000];

describe('a PNG', () => {
  it.each<[string, Buffer]>([
    ['without a gamma', rampPng(false)],
    ['whose light is linear', rampPng(false, gamma(100_000))],
    ['whose light is linear, in grey', rampPng(true, gamma(100_000))],
    ['of gamma 2.2', rampPng(false, gamma(45_455))],
    ['of gamma 1.8', rampPng(false, gamma(55_556))],
    ['of gamma 1.8, with primaries', rampPng(false, gamma(55_556), chromaticities(...bt709))],
    ['of a wide gamut', rampPng(false, gamma(45_455), chromaticities(...adobeRgb))],
    ['whose sRGB goes before its gamma', rampPng(false, pngChunk('sRGB', Buffer.from([0])), gamma(100_000))],
    ['as it was reported', fixture('gamma-linear.png')],
  ])('%s', async (_name, bytes) => {
    await expectSameColours(bytes, 'image/png', 10);
  });
});

describe('frames', () => {
  const grid = [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [x, y] as const));

  it.each([
    ['disposal-on-opaque.gif', 'image/gif'],
    ['animation.gif', 'image/gif'],
    ['animation.png', 'image/png'],
  ])('of %s', async (name, mimeType) => {
    const source = await viewer.viewFrames(fixture(name), mimeType, grid);
    const served = await viewer.viewFrames(await servedBytes(fixture(name), mimeType), 'image/webp', grid);

    expect(served).toHaveLength(source.length);
    for (const [frame, places] of source.entries()) {
      for (const [place, [red = 0, green = 0, blue = 0, alpha = 0]] of places.entries()) {
        const seen = served[frame]?.[place];
        // Of what is transparent the colour does not matter.
        if (alpha === 0) expect(seen?.[3]).toBe(0);
        else expectAbout(seen, [red, green, blue, alpha], 40);
      }
    }
  });
});

describe('a small picture', () => {
  it('of many colours, and one of few that is larger, keep each pixel', async () => {
    const tiny = Buffer.from(Array.from({ length: 16 * 16 * 3 }, (_, index) => (index * 73) % 256));
    const art = Buffer.from(
      Array.from({ length: 300 * 200 * 3 }, (_, index) => ((Math.floor(index / 3) % 7) * 40) % 256),
    );
    for (const [data, width, height] of [
      [tiny, 16, 16],
      [art, 300, 200],
    ] as const) {
      const rows = Array.from({ length: height }, (_, y) =>
        Buffer.concat([Buffer.from([0]), data.subarray(y * width * 3, (y + 1) * width * 3)]),
      );
      const png = Buffer.concat([
        latin1('\x89PNG\r\n\x1a\n'),
        pngChunk('IHDR', Buffer.concat([u32be(width), u32be(height), Buffer.from([8, 2, 0, 0, 0])])),
        pngChunk('IDAT', deflateSync(Buffer.concat(rows))),
        pngChunk('IEND', Buffer.alloc(0)),
      ]);
      await expectSameColours(png, 'image/png', 0);
    }
  });
});

/** ICC.1 profiles of Display P3 (SMPTE EG 432-1) and of Adobe RGB (1998), as an iCCP chunk holds them. */
const iccp = (red: Xy, green: Xy, blue: Xy): Buffer => {
  const content = profileOfGamma(2.2, { white: [0.3127, 0.329], red, green, blue });
  if (!content) throw new Error('There is no such profile');
  return content;
};
type Xy = readonly [number, number];
const displayP3 = iccp([0.68, 0.32], [0.265, 0.69], [0.15, 0.06]);
const adobe = iccp([0.64, 0.33], [0.21, 0.71], [0.15, 0.06]);
const profileIn = (content: Buffer): Buffer => inflateSync(content.subarray(content.indexOf(0) + 2));

/** The pixels of a tile in a PNG that tells of its colours by a chunk behind its header. */
async function tilePng(chunk: Buffer): Promise<Buffer> {
  const { data, ...raw } = await reference('heic-tiles.png', 0, 0, 128, 128);
  const png = await sharp(data, { raw }).png().toBuffer();
  return Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
}

/** W3C PNG (third edition) §11.3.2.6: what `nclx` tells, of red, green and blue in full range. */
const cicp = (primaries: number, transfer: number): Buffer =>
  pngChunk('cICP', Buffer.from([primaries, transfer, 0, 1]));

describe('a HEIC', () => {
  // Chromium has no HEVC decoder for pictures: the same pixels in a PNG stand for them.
  it.each<[string, Buffer, Buffer[]]>([
    ['without a word on its colours', cicp(1, 13), []],
    ['of sRGB', cicp(1, 13), [nclx(1, 13, 6, true)]],
    ['of Display P3 by numbers', cicp(12, 13), [nclx(12, 13, 6, true)]],
    ['of Display P3 by a profile', pngChunk('iCCP', displayP3), [prof(profileIn(displayP3))]],
    ['of Adobe RGB', pngChunk('iCCP', adobe), [prof(profileIn(adobe))]],
    [
      'whose profile goes before its numbers',
      pngChunk('iCCP', displayP3),
      [nclx(1, 13, 6, true), prof(profileIn(displayP3))],
    ],
    ['brighter than white', cicp(9, 16), [nclx(9, 16, 6, true)]],
  ])('%s', async (_name, chunk, properties) => {
    const [item] = codedItems(fixture('heic-tiles.hevc'), 128, 128, ...properties);
    if (!item) throw new Error('The stream holds no picture');
    const source = await viewer.view(await tilePng(chunk), 'image/png', across);
    const served = await viewer.view(
      await servedBytes(heif({ items: [item] }), 'image/heic'),
      'image/webp',
      across,
    );
    for (const [place, colour] of source.colours.entries()) expectAbout(served.colours[place], colour, 10);
  });
});
