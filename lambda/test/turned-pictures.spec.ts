/** Size and orientation of what is served are those that a browser sees in the source, whatever says them. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fixture } from './inspect/support.ts';
import { openViewer, type Viewer } from './support/browser-view.ts';
import { publishPictureBytes } from './support/publish-picture.ts';
import * as make from './support/turned-pictures.ts';

const places = [
  [0.2, 0.2],
  [0.8, 0.2],
  [0.8, 0.8],
  [0.2, 0.8],
] as const;
/** As much as lossy encoding changes. */
const tolerance = 24;

let viewer: Viewer;
beforeAll(async () => {
  viewer = await openViewer();
});
afterAll(() => viewer.close());

async function expectSameView(bytes: Buffer, mimeType: string): Promise<void> {
  const source = await viewer.view(bytes, mimeType, places);
  const { result, renditions } = await publishPictureBytes(bytes, mimeType);
  if (result.outcome !== 'READY') throw new Error(result.detail);
  const served = await viewer.view(renditions.at(-1) ?? new Uint8Array(0), 'image/webp', places);

  expect(served.size).toEqual(source.size);
  expect([result.found.width, result.found.height]).toEqual(source.size);
  for (const [corner, colour] of source.colours.entries()) {
    for (const [channel, value] of colour.entries()) {
      expect(Math.abs((served.colours[corner]?.[channel] ?? -255) - value)).toBeLessThan(tolerance);
    }
  }
}

const orientations = [1, 2, 3, 4, 5, 6, 7, 8, 0, 9];
const tag = 0x0112;

describe('Exif', () => {
  it.each(orientations.flatMap((value) => [true, false].map((isLittle) => [value, isLittle] as const)))(
    'orientation %i, little-endian %s',
    async (value, isLittle) => {
      const tiff = make.orientationTiff(value, isLittle);
      await expectSameView(await make.jpegWith(make.exifSegment(tiff)), 'image/jpeg');
      await expectSameView(await make.pngWith(tiff), 'image/png');
    },
  );

  it.each<[string, Buffer[]]>([
    ['a LONG', [make.orientationTiff(6, true, 4)]],
    ['a LONG, big-endian', [make.orientationTiff(6, false, 4)]],
    ['a BYTE', [make.orientationTiff(6, true, 1)]],
    ['two values', [make.orientationTiff(6, true, 3, 2)]],
    ['two blocks, 1 and 6', [make.orientationTiff(1), make.orientationTiff(6)]],
    ['two blocks, 6 and 1', [make.orientationTiff(6), make.orientationTiff(1)]],
    ['two blocks, of which the first is broken', [Buffer.from('nonsense'), make.orientationTiff(6)]],
    [
      'two blocks, of which the first says nothing',
      [make.tiffWith([{ tag: 0x100, value: 1 }]), make.orientationTiff(6)],
    ],
    [
      'two tags, 9 and 6',
      [
        make.tiffWith([
          { tag, value: 9 },
          { tag, value: 6 },
        ]),
      ],
    ],
    [
      'two tags, a LONG and a SHORT',
      [
        make.tiffWith([
          { tag, value: 1, type: 4 },
          { tag, value: 6 },
        ]),
      ],
    ],
  ])('with %s', async (_name, tiffs) => {
    await expectSameView(await make.jpegWith(...tiffs.map(make.exifSegment)), 'image/jpeg');
    await expectSameView(await make.pngWith(...tiffs), 'image/png');
  });

  it('as it was reported', async () => {
    await expectSameView(fixture('two-exif-1-then-6.jpg'), 'image/jpeg');
    await expectSameView(fixture('exif-orientation-as-long.jpg'), 'image/jpeg');
  });
});

describe('an AVIF', () => {
  const mirrors = [undefined, 0, 1];
  it.each([0, 1, 2, 3].flatMap((turns) => mirrors.map((axis) => [turns, axis] as const)))(
    'turned %i times and mirrored about %s',
    async (turns, axis) => {
      const mirror = axis === undefined ? [] : [make.imir(axis)];
      await expectSameView(await make.avifWith(make.irot(turns), ...mirror), 'image/avif');
      await expectSameView(await make.avifWith(...mirror, make.irot(turns)), 'image/avif');
    },
  );

  it('that is to be cut shows what is left, and nothing beside it', async () => {
    const cut = await make.avifWith(make.clap(32, 20, 4, 6), make.irot(1));
    const { result, renditions } = await publishPictureBytes(cut, 'image/avif');
    if (result.outcome !== 'READY') throw new Error(result.detail);

    expect(result.found).toMatchObject({ width: 20, height: 32 });
    expect(await viewer.view(renditions[0] ?? new Uint8Array(0), 'image/webp')).toMatchObject({
      size: [20, 32],
    });
  });

  it('that is to be cut outside of itself is shown whole', async () => {
    await expectSameView(await make.avifWith(make.clap(100, 20, 0, 0)), 'image/avif');
  });
});
