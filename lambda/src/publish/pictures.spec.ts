import { describe, expect, it } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';
import type { OutputPiece } from '../sandbox/messages.ts';
import { defaultInspectionLimits, type Accepted } from '../inspect/inspection.ts';
import { bufferReader } from '../inspect/ranged-reader.ts';
import { publishPicture } from './pictures.ts';

const orange = { r: 230, g: 120, b: 20 };
const flat = (width: number, height: number, background: object = orange): Sharp =>
  sharp({ create: { width, height, channels: 3, background } });

async function publish(bytes: Uint8Array, facts: Partial<Accepted>) {
  const found: Accepted = {
    outcome: 'ACCEPTED',
    mediaClass: 'IMAGE',
    mimeType: 'image/png',
    width: null,
    height: null,
    durationSeconds: null,
    codecs: [],
    frames: 1,
    tracks: [],
    target: 'image',
    ...facts,
  };
  const pieces: OutputPiece[] = [];
  const result = await publishPicture(bufferReader(bytes), found, defaultInspectionLimits, (piece) => {
    pieces.push(piece);
    return Promise.resolve();
  });
  return { result, pieces };
}

/** The middle pixel of the first rendition: red, green, blue, and alpha where there is one. */
async function middleOf({ pieces }: Awaited<ReturnType<typeof publish>>): Promise<number[]> {
  const [first] = pieces;
  if (!first) throw new Error('Nothing was published');
  const { data, info } = await sharp(first.bytes).raw().toBuffer({ resolveWithObject: true });
  const at = (Math.floor(info.height / 2) * info.width + Math.floor(info.width / 2)) * info.channels;
  return [...data.subarray(at, at + info.channels)];
}

/** As much as WebP and the way through CMYK change. */
const tolerance = 24;

function expectAbout(pixel: readonly number[], wanted: readonly number[]): void {
  expect(pixel).toHaveLength(wanted.length);
  for (const [index, value] of wanted.entries()) {
    expect(Math.abs((pixel[index] ?? 0) - value)).toBeLessThanOrEqual(tolerance);
  }
}

describe('the sizes of a picture', () => {
  it.each<[number, number, string[]]>([
    [1, 1, ['320.webp 1×1']],
    [320, 200, ['320.webp 320×200']],
    [321, 200, ['320.webp 320×199', '960.webp 321×200']],
    [960, 960, ['320.webp 320×320', '960.webp 960×960']],
    [3000, 2000, ['320.webp 320×213', '960.webp 960×640', '2048.webp 2048×1365', '4096.webp 3000×2000']],
    [6000, 4000, ['320.webp 320×213', '960.webp 960×640', '2048.webp 2048×1365', '4096.webp 4096×2731']],
    [12_000, 4000, ['320.webp 480×160', '960.webp 1440×480', '2048.webp 3072×1024', '4096.webp 6144×2048']],
    [400, 100, ['320.webp 400×100']],
    [1080, 2340, ['320.webp 160×347', '960.webp 480×1040', '2048.webp 1024×2219', '4096.webp 1080×2340']],
    [1080, 20_000, ['320.webp 149×2754', '960.webp 446×8262', '2048.webp 885×16383']],
    [1, 30_000, ['320.webp 1×16383']],
    [20_000, 3, ['320.webp 16383×2']],
  ])('%i×%i', async (width, height, wanted) => {
    const { result } = await publish(await flat(width, height).png().toBuffer(), { width, height });

    if (result.outcome !== 'READY') throw new Error(result.detail);
    const made = result.renditions.map(
      (rendition) => `${rendition.name} ${String(rendition.width)}×${String(rendition.height)}`,
    );
    expect(made).toEqual(wanted);
    expect(result.placeholder).toMatch(/^[A-Za-z0-9+/]+=*$/);
  });
});

describe('the colours of a picture', () => {
  const size = { width: 40, height: 30 };

  it.each<[string, () => Sharp, Partial<Accepted>, number[]]>([
    ['JPEG', () => flat(40, 30).jpeg(), { mimeType: 'image/jpeg' }, [230, 120, 20]],
    ['CMYK', () => flat(40, 30).toColourspace('cmyk').jpeg(), { mimeType: 'image/jpeg' }, [230, 120, 20]],
    ['16 bits', () => flat(40, 30).toColourspace('rgb16').png(), {}, [230, 120, 20]],
    ['palette', () => flat(40, 30).png({ palette: true }), {}, [230, 120, 20]],
    ['grey', () => flat(40, 30, { r: 90, g: 90, b: 90 }).toColourspace('b-w').png(), {}, [90, 90, 90]],
    ['another profile', () => flat(40, 30).withIccProfile('p3').png(), {}, [230, 120, 20]],
    ['alpha', () => flat(40, 30).ensureAlpha(0.5).png(), {}, [230, 120, 20, 128]],
  ])('%s', async (_name, picture, facts, pixel) => {
    const result = await publish(await picture().toBuffer(), { ...size, ...facts });

    expectAbout(await middleOf(result), pixel);
    const metadata = await sharp(result.pieces[0]?.bytes).metadata();
    expect(metadata).toMatchObject({ format: 'webp', space: 'srgb', depth: 'uchar' });
    expect(metadata.icc).toBeUndefined();
  });
});

describe('an animation', () => {
  const frames = [0, 120, 240].map((r) => ({ r, g: 50, b: 50 }));
  const animate = async (format: 'gif' | 'webp'): Promise<Buffer> => {
    const stills = await Promise.all(frames.map((colour) => flat(400, 200, colour).png().toBuffer()));
    const strip = sharp(stills, { join: { animated: true } });
    return strip[format]({ loop: 3, delay: [100, 200, 300] }).toBuffer();
  };

  it.each(['gif', 'webp'] as const)(
    'in %s keeps frames, delays and repetitions in every size',
    async (format) => {
      const { result, pieces } = await publish(await animate(format), {
        width: 400,
        height: 200,
        frames: 3,
        mimeType: `image/${format}`,
      });

      expect(result).toMatchObject({
        renditions: [
          { name: '320.webp', width: 320, height: 160 },
          { name: '960.webp', width: 400, height: 200 },
        ],
      });
      for (const { bytes } of pieces) {
        const { pages, delay, loop } = await sharp(bytes, { animated: true }).metadata();
        expect({ pages, delay, loop }).toEqual({ pages: 3, delay: [100, 200, 300], loop: 3 });
      }
    },
  );
});

describe('a picture that cannot be decoded', () => {
  it.each<[string, Uint8Array]>([
    ['is noise', new Uint8Array(1000).fill(7)],
    [
      'is of a kind that was not inspected',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    ],
  ])('%s', async (_name, bytes) => {
    const { result, pieces } = await publish(bytes, { width: 9, height: 9 });

    expect(result).toMatchObject({ outcome: 'REJECTED', reason: 'CORRUPT' });
    expect(pieces).toEqual([]);
  });

  it('has more pixels than it may', async () => {
    const bytes = await flat(2000, 2000).png().toBuffer();
    const limits = { ...defaultInspectionLimits, maxImagePixels: 1000 };
    const found = { mimeType: 'image/png', width: 10, height: 10, frames: 1 } as Accepted;

    const result = await publishPicture(bufferReader(bytes), found, limits, () => Promise.resolve());

    expect(result).toMatchObject({ outcome: 'REJECTED', reason: 'TOO_MANY_PIXELS' });
  });
});
