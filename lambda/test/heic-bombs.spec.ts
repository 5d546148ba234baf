/** HEICs of few bytes that would keep a decoder busy are told before any decoder runs; damaged ones end in a result. */
import { describe, expect, it } from '@jest/globals';
import { rejectionReasons } from '@media-feed/contract';
import { propertyRuns } from '@media-feed/testing/property-runs';
import fc from 'fast-check';
import { inspectAndPublish } from '../src/inspect-and-publish.ts';
import { defaultInspectionLimits } from '../src/inspect/inspection.ts';
import { bufferReader } from '../src/inspect/ranged-reader.ts';
import { fixture, latin1, u32be } from './inspect/support.ts';
import {
  alphaName,
  auxC,
  codedItems,
  grid,
  heif,
  ispe,
  overlay,
  type MadeItem,
  type MadeReference,
} from './support/made-heic.ts';
import { publishPictureBytes } from './support/publish-picture.ts';

const [tile] = codedItems(fixture('heic-tiles.hevc'), 128, 128) as [MadeItem];
const times = (count: number, id: number): number[] => Array<number>(count).fill(id);

/** The rejection, and whether the file was let through to a decoder before it. */
async function judge(bytes: Uint8Array) {
  let reachedDecoder = false;
  const declared = { contentType: 'image/heic' };
  const result = await inspectAndPublish(bufferReader(bytes), declared, defaultInspectionLimits, {
    accepted: () => {
      reachedDecoder = true;
    },
    write: () => Promise.resolve(),
  });
  return { reachedDecoder, ...(result.outcome === 'REJECTED' ? result : { reason: 'READY' }) };
}

/** Each of `depth` items is made of the next one, `count` times. */
function nested(depth: number, count: number): Buffer {
  const items: MadeItem[] = Array.from({ length: depth }, () =>
    overlay(
      16,
      16,
      Array.from({ length: count }, () => [0, 0] as const),
    ),
  );
  const references = items.map<MadeReference>((_, index) => ({
    type: 'dimg',
    from: index + 1,
    to: times(count, index + 2),
  }));
  return heif({ items: [...items, tile], references });
}

/** A grid whose sizes have 32 bits (ISO/IEC 23008-12 §6.6.2.3). */
const largeGrid = (width: number, height: number, ...properties: Buffer[]): Buffer =>
  heif({
    primary: 2,
    items: [
      tile,
      {
        type: 'grid',
        properties,
        data: Buffer.concat([Buffer.from([0, 1, 0, 0]), u32be(width), u32be(height)]),
        isInIndex: true,
      },
    ],
    references: [{ type: 'dimg', from: 2, to: [1] }],
  });

describe('a HEIC of few bytes and much work', () => {
  it.each<[string, Buffer, string]>([
    ['a grid of 65,535²', largeGrid(65_535, 65_535, ispe(65_535, 65_535)), 'TOO_MANY_PIXELS'],
    ['a grid of 65,535² that calls itself small', largeGrid(65_535, 65_535, ispe(64, 64)), 'TOO_MANY_PIXELS'],
    ['a grid of 4,294,967,295²', largeGrid(0xffff_ffff, 0xffff_ffff), 'TOO_MANY_PIXELS'],
    ['a grid of no size', largeGrid(0, 0), 'CORRUPT'],
    [
      '65,025 tiles that are one picture',
      heif({
        primary: 2,
        items: [tile, grid(255, 255, 64, 64)],
        references: [{ type: 'dimg', from: 2, to: times(255 * 255, 1) }],
      }),
      'TOO_MANY_PIXELS',
    ],
    [
      '8,000 layers of one picture',
      heif({
        primary: 2,
        items: [
          tile,
          overlay(
            64,
            64,
            Array.from({ length: 8000 }, () => [0, 0] as const),
          ),
        ],
        references: [{ type: 'dimg', from: 2, to: times(8000, 1) }],
      }),
      'TOO_MANY_PIXELS',
    ],
    ['pictures of pictures, 30 each', nested(6, 30), 'TOO_MANY_PIXELS'],
    ['pictures of pictures, one each', nested(20, 1), 'CORRUPT'],
    [
      'two pictures that are made of each other',
      heif({
        items: [overlay(16, 16, [[0, 0]]), overlay(16, 16, [[0, 0]])],
        references: [
          { type: 'dimg', from: 1, to: [2] },
          { type: 'dimg', from: 2, to: [1] },
        ],
      }),
      'CORRUPT',
    ],
    [
      'a picture that is its own alpha',
      heif({
        items: [{ ...tile, properties: [...(tile.properties ?? []), auxC(alphaName)] }],
        references: [{ type: 'auxl', from: 1, to: [1] }],
      }),
      'CORRUPT',
    ],
    ['of 51 megapixels', heif({ items: [{ ...tile, properties: [ispe(8200, 6250)] }] }), 'TOO_MANY_PIXELS'],
  ])('%s: no decoder sees it', async (_name, bytes, reason) => {
    const judged = await judge(bytes);

    expect(judged).toMatchObject({ reachedDecoder: false, reason });
    expect(judged).toHaveProperty('detail', expect.stringMatching(/\.$|\)$/));
  });

  it('whose codec decodes more than its container tells is refused by what it costs', async () => {
    const stream = fixture('heic-tiles.hevc');
    const [small] = codedItems(stream, 1, 1) as [MadeItem];
    const one = overlay(
      16,
      16,
      Array.from({ length: 7000 }, () => [0, 0] as const),
    );
    const file = heif({
      primary: 2,
      items: [small, one],
      references: [{ type: 'dimg', from: 2, to: times(7000, 1) }],
    });

    expect(await judge(file)).toMatchObject({ reachedDecoder: false, reason: 'TOO_MANY_PIXELS' });
  });
});

const still = (name: string, ...properties: Uint8Array[]) =>
  codedItems(fixture(`heic-${name}.hevc`), 160, 120, ...properties);
const files = [
  heif({
    primary: 7,
    items: [...codedItems(fixture('heic-tiles.hevc'), 128, 128), grid(2, 3, 350, 230)],
    references: [{ type: 'dimg', from: 7, to: [1, 2, 3, 4, 5, 6] }],
  }),
  heif({
    items: [...still('444'), ...still('grey', auxC(alphaName))],
    references: [{ type: 'auxl', from: 2, to: [1] }],
  }),
  heif({ items: still('deep') }),
  fixture('photo.heic'),
];

interface Change {
  readonly place: number;
  readonly bytes: Uint8Array;
  readonly taken: number;
}

const damaged = (file: Buffer, changes: readonly Change[]): Buffer =>
  changes.reduce((bytes, { place, bytes: piece, taken }) => {
    const at = Math.floor(place * bytes.length);
    return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + taken)]);
  }, file);

it('a damaged HEIC ends in a result', async () => {
  const changes = fc.array(
    fc.record({
      // Half of them in the index.
      place: fc.oneof(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 0.15, noNaN: true }),
      ),
      bytes: fc.uint8Array({ maxLength: 4 }),
      taken: fc.nat({ max: 4 }),
    }),
    { minLength: 1, maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...files), changes, async (file, all) => {
      const { result } = await publishPictureBytes(damaged(file, all), 'image/heic');
      if (result.outcome === 'REJECTED') expect(rejectionReasons).toContain(result.reason);
    }),
    { numRuns: propertyRuns(150) },
  );
}, 300_000);

it('pixels that are missing are no picture', async () => {
  const file = heif({ items: still('444') });
  const { result } = await publishPictureBytes(
    Buffer.concat([file.subarray(0, -400), latin1('x').fill(0), Buffer.alloc(399)]),
    'image/heic',
  );

  expect(result).toMatchObject({ outcome: 'REJECTED', reason: 'CORRUPT' });
});
