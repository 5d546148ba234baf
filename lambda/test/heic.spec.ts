/** HEIC: what is published has the pixels that FFmpeg's decoder gives, put together as HEIF says. */
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { turn } from '../src/publish/encode-picture.ts';
import type { RawPicture } from '../src/publish/raw-picture.ts';
import { box, fixture } from './inspect/support.ts';
import { composed, expectSamePixels, pixelsOf, reference } from './support/heic-pixels.ts';
import {
  alphaName,
  auxC,
  codedItems,
  grid,
  heif,
  nclx,
  overlay,
  type MadeHeif,
  type MadeItem,
} from './support/made-heic.ts';
import { publishPictureBytes } from './support/publish-picture.ts';
import { clapOf, imir, irot } from './support/turned-pictures.ts';

const tile = 128;
const tiles = () => codedItems(fixture('heic-tiles.hevc'), tile, tile);
const tileReference = (index: number) => reference('heic-tiles.png', 0, index * tile, tile, tile);
const still = (name: string, ...properties: Uint8Array[]) =>
  codedItems(fixture(`heic-${name}.hevc`), 160, 120, ...properties);
const all = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

/** As iPhones write them: tiles, then a grid of them whose last ones reach out of the picture. */
function gridOf(width: number, height: number, rows: number, columns: number, more: Partial<MadeHeif> = {}) {
  const { items = [], references = [], ...rest } = more;
  const parts = tiles().slice(0, rows * columns);
  const id = parts.length + 1;
  return heif({
    primary: id,
    items: [...parts, grid(rows, columns, width, height), ...items],
    references: [{ type: 'dimg', from: id, to: all(1, parts.length) }, ...references],
    ...rest,
  });
}

async function gridReference(width: number, height: number, rows: number, columns: number) {
  const parts = await Promise.all(
    all(0, rows * columns).map(async (index) => ({
      picture: await tileReference(index),
      left: (index % columns) * tile,
      top: Math.floor(index / columns) * tile,
    })),
  );
  return composed(width, height, parts);
}

describe('a grid of tiles', () => {
  it.each([
    [384, 256, 2, 3],
    [350, 230, 2, 3],
    [257, 129, 2, 3],
    [128, 700, 6, 1],
  ])('of %d × %d', async (width, height, rows, columns) => {
    expectSamePixels(
      await pixelsOf(gridOf(width, height, rows, columns)),
      await gridReference(width, height, rows, columns),
    );
  });

  it('is published in its own size', async () => {
    const { result } = await publishPictureBytes(gridOf(350, 230, 2, 3), 'image/heic');

    expect(result).toMatchObject({
      outcome: 'READY',
      found: { mimeType: 'image/heic', width: 350, height: 230 },
      notices: [],
    });
  });

  it.each<[string, Buffer]>([
    [
      'with too few tiles',
      heif({
        primary: 7,
        items: [...tiles(), grid(2, 3, 350, 230)],
        references: [{ type: 'dimg', from: 7, to: [1, 2, 3, 4, 5] }],
      }),
    ],
    ['that is larger than its tiles', gridOf(385, 256, 2, 3)],
    [
      'of itself',
      heif({
        primary: 7,
        items: [...tiles(), grid(2, 3, 350, 230)],
        references: [{ type: 'dimg', from: 7, to: [1, 2, 3, 4, 5, 7] }],
      }),
    ],
    ['with a tile that is cut short', gridOf(350, 230, 2, 3).subarray(0, -40)],
  ])('%s is damaged', async (_name, file) => {
    const { result } = await publishPictureBytes(file, 'image/heic');

    expect(result).toMatchObject({ outcome: 'REJECTED', reason: 'CORRUPT' });
  });
});

describe('a single picture', () => {
  it.each(['deep', '444', '422', 'grey'])('of %s', async (name) => {
    expectSamePixels(await pixelsOf(heif({ items: still(name) })), await reference(`heic-${name}.png`));
  });

  it.each([
    ['Nokia’s brands', ['mif1', 'heic', 'hevc']],
    ['a brand of the container alone', ['mif1', 'miaf']],
    ['Apple’s', ['heic', 'mif1', 'MiHE', 'miaf', 'MiHB', 'heic']],
    ['HEVC of more than Main', ['heix', 'mif1', 'heix']],
  ])('with %s', async (_name, brands) => {
    expectSamePixels(await pixelsOf(heif({ brands, items: still('444') })), await reference('heic-444.png'));
  });

  it('whose container tells other coefficients than its codec', async () => {
    const wanted = await tileReference(0);
    const seenAs = async (matrix: number) => {
      const items = codedItems(fixture('heic-tiles.hevc'), tile, tile, nclx(1, 13, matrix, true));
      return pixelsOf(heif({ items: items.slice(0, 1) }));
    };

    expectSamePixels(await seenAs(6), wanted);
    const other = await seenAs(9);
    expect(() => expectSamePixels(other, wanted)).toThrow();
  });
});

type Turn = (picture: RawPicture) => Promise<RawPicture>;
const turned =
  (orientation: Parameters<typeof turn>[1]): Turn =>
  (picture) =>
    turn(picture, orientation);
/** A part of what comes before. */
const cut =
  (left: number, top: number, width: number, height: number): Turn =>
  async ({ data, ...raw }) => {
    const { data: pixels, info } = await sharp(data, { raw })
      .extract({ left, top, width, height })
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { data: pixels, ...info };
  };

describe('a picture that is turned and cut', () => {
  // Exif's orientations: 6 is a quarter clockwise, 8 one anticlockwise, 2 mirrors left and right, 4 top and bottom.
  it.each<[string, Buffer[], Turn[]]>([
    ['a quarter anticlockwise', [irot(1)], [turned(8)]],
    ['by half', [irot(2)], [turned(3)]],
    ['a quarter clockwise', [irot(3)], [turned(6)]],
    ['top and bottom exchanged', [imir(0)], [turned(4)]],
    ['left and right exchanged', [imir(1)], [turned(2)]],
    ['turned, then mirrored', [irot(1), imir(1)], [turned(8), turned(2)]],
    ['mirrored, then turned', [imir(1), irot(1)], [turned(2), turned(8)]],
    ['cut', [clapOf(160, 120, 100, 50, 20, 30)], [cut(20, 30, 100, 50)]],
    ['cut, then turned', [clapOf(160, 120, 100, 50, 20, 30), irot(3)], [cut(20, 30, 100, 50), turned(6)]],
    ['turned, then cut', [irot(3), clapOf(120, 160, 60, 90, 10, 25)], [turned(6), cut(10, 25, 60, 90)]],
    [
      'mirrored, turned and cut',
      [imir(0), irot(1), clapOf(120, 160, 60, 90, 10, 25)],
      [turned(4), turned(8), cut(10, 25, 60, 90)],
    ],
  ])('%s', async (_name, properties, steps) => {
    let wanted = await reference('heic-444.png');
    for (const step of steps) wanted = await step(wanted);

    expectSamePixels(await pixelsOf(heif({ items: still('444', ...properties) })), wanted);
  });

  it('by its Exif stays as it is: HEIF says what counts', async () => {
    const { result } = await publishPictureBytes(fixture('photo.heic'), 'image/heic');

    expect(result).toMatchObject({ outcome: 'READY', found: { width: 320, height: 240 } });
  });
});

const auxiliary = (name: string): MadeItem[] => codedItems(fixture('heic-grey.hevc'), 160, 120, auxC(name));

describe('what lies beside a picture', () => {
  it.each([alphaName, 'urn:mpeg:hevc:2015:auxid:1'])('is its alpha: %s', async (name) => {
    const seen = await pixelsOf(
      heif({
        items: [...still('444'), ...auxiliary(name)],
        references: [{ type: 'auxl', from: 2, to: [1] }],
      }),
    );
    const mask = await reference('heic-grey.png');

    expect(seen.channels).toBe(4);
    expectSamePixels(seen, await reference('heic-444.png'));
    const alpha = seen.data.filter((_, at) => at % 4 === 3);
    expectSamePixels({ data: alpha, width: 160, height: 120, channels: 1 }, mask);
  });

  it('may be smaller than it, and be multiplied into it', async () => {
    const items = [
      ...codedItems(fixture('heic-tiles.hevc'), tile, tile).slice(0, 1),
      ...auxiliary(alphaName),
    ];
    const seen = await pixelsOf(
      heif({
        items,
        references: [
          { type: 'auxl', from: 2, to: [1] },
          { type: 'prem', from: 1, to: [2] },
        ],
      }),
    );
    const plain = await tileReference(0);
    const centre = (64 * tile + 64) * 4;
    const [red = 0, , , opacity = 0] = seen.data.subarray(centre, centre + 4);

    expect(opacity).toBeGreaterThan(200);
    expect(
      Math.abs(red - Math.min(255, ((plain.data[(64 * tile + 64) * 3] ?? 0) * 255) / opacity)),
    ).toBeLessThan(4);
  });

  it.each(['urn:mpeg:hevc:2015:auxid:2', 'urn:com:apple:photo:2020:aux:hdrgainmap'])(
    'is passed over: %s',
    async (name) => {
      const file = heif({
        items: [...still('444'), ...auxiliary(name)],
        references: [{ type: 'auxl', from: 2, to: [1] }],
      });

      const seen = await pixelsOf(file);
      expect(seen.channels).toBe(3);
      expectSamePixels(seen, await reference('heic-444.png'));
    },
  );

  it('is passed over as a map of how bright it could be', async () => {
    const items: MadeItem[] = [
      ...still('444'),
      ...auxiliary('gain'),
      { type: 'tmap', data: Buffer.alloc(8) },
    ];
    const file = heif({ primary: 3, items, references: [{ type: 'dimg', from: 3, to: [1, 2] }] });

    expectSamePixels(await pixelsOf(file), await reference('heic-444.png'));
  });
});

describe('layers', () => {
  it('lie over one another, and over their background', async () => {
    const items: MadeItem[] = [
      ...tiles().slice(0, 2),
      overlay(200, 180, [
        [-20, -30],
        [90, 70],
      ]),
    ];
    const file = heif({ primary: 3, items, references: [{ type: 'dimg', from: 3, to: [1, 2] }] });
    const parts = [
      { picture: await tileReference(0), left: -20, top: -30 },
      { picture: await tileReference(1), left: 90, top: 70 },
    ];

    expectSamePixels(await pixelsOf(file), await composed(200, 180, parts, '#f00'));
  });

  it('of a turned picture, derived from another', async () => {
    const items: MadeItem[] = [...still('444'), { type: 'iden', properties: [irot(1)] }];
    const file = heif({ primary: 2, items, references: [{ type: 'dimg', from: 2, to: [1] }] });

    expectSamePixels(await pixelsOf(file), await turn(await reference('heic-444.png'), 8));
  });
});

describe('a film beside a picture', () => {
  it.each([
    ['in a box', box('mpvd', fixture('clip.mp4'))],
    ['behind it', fixture('clip.mp4')],
  ])('%s is left out, and its owner is told', async (_where, film) => {
    const file = Buffer.concat([heif({ items: still('444') }), film]);
    const { result, renditions } = await publishPictureBytes(file, 'image/heic');

    expect(result).toMatchObject({ outcome: 'READY', notices: [{ code: 'STILL_ONLY' }] });
    expect(renditions.at(-1)?.length).toBeLessThan(20_000);
  });
});

it('a picture of another codec is named', async () => {
  const [coded] = still('444');
  const { result } = await publishPictureBytes(heif({ items: [{ ...coded, type: 'jpeg' }] }), 'image/heic');

  expect(result).toMatchObject({
    outcome: 'REJECTED',
    reason: 'UNSUPPORTED_TYPE',
    parameters: { found: 'a JPEG in a HEIF container' },
  });
});
