/** Whatever the bytes are: a result, in bounded time, with facts that make sense. */
import { describe, expect, it } from '@jest/globals';
import { mediaTypes, rejectionReasons } from '@media-feed/contract';
import { propertyRuns } from '@media-feed/testing/property-runs';
import fc from 'fast-check';
import { inspect, inspectToTheEnd } from '../../src/inspect/inspect.ts';
import { defaultInspectionLimits as limits, type Inspection } from '../../src/inspect/inspection.ts';
import { bufferReader, countingReader } from '../../src/inspect/ranged-reader.ts';
import { fixture, payloads } from './support.ts';

const names = [
  'photo.jpg',
  'picture.png',
  'picture.webp',
  'picture.avif',
  'photo.heic',
  'animation.gif',
  'clip.mp4',
  'clip.mov',
  'clip.mkv',
  'clip.webm',
  'song.mp3',
  'song.m4a',
  'song.aac',
  'song.ogg',
  'song-vorbis.ogg',
  'song.flac',
  'song.wav',
];
const files = names.map((name) => fixture(name));
const anyFile = fc.constantFrom(...files);
const anyType = fc.constantFrom(...mediaTypes, 'application/octet-stream', '');
/** Where a file is damaged; structure stands at its beginning and end. */
const anyPlace = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: 0, max: 0.02, noNaN: true }),
  fc.double({ min: 0.9, max: 1, noNaN: true }),
);

const runs = propertyRuns(400);

function expectSound(inspection: Inspection): void {
  if (inspection.outcome === 'REJECTED') {
    expect(rejectionReasons).toContain(inspection.reason);
    expect(inspection.detail.length).toBeGreaterThan(0);
    expect(inspection.detail.length).toBeLessThanOrEqual(500);
    return;
  }
  const { mediaClass, mimeType, width, height, durationSeconds, frames, tracks } = inspection;
  expect(mediaTypes).toContain(mimeType);
  expect(width === null).toBe(mediaClass === 'AUDIO');
  for (const side of [width, height]) {
    if (side !== null)
      expect(Number.isSafeInteger(side) && side > 0 && side <= limits.maxImageSide).toBe(true);
  }
  if (durationSeconds !== null) {
    expect(durationSeconds).toBeGreaterThanOrEqual(0);
    expect(durationSeconds).toBeLessThanOrEqual(limits.maxDurationSeconds);
  }
  expect(Number.isSafeInteger(frames) && frames >= 1).toBe(true);
  expect(tracks.length > 0).toBe(mediaClass !== 'IMAGE');
}

/** The first look, and the walk to the end from wherever a first look may have got to. */
async function expectSoundInspection(bytes: Uint8Array, contentType: string): Promise<void> {
  const reader = countingReader(bufferReader(bytes));
  const first = await inspect(reader, { contentType }, limits);
  expectSound(first);
  expect(reader.requests).toBeLessThanOrEqual(64);
  if (first.outcome === 'ACCEPTED') expectSound(await inspectToTheEnd(reader, first, limits));
  expect(reader.requests).toBeLessThanOrEqual(256);
}

const check = async <Values extends [unknown, ...unknown[]]>(
  property: fc.IAsyncProperty<Values>,
): Promise<void> => {
  await fc.assert(property, { numRuns: runs });
};

describe('any bytes end in a result', () => {
  it('noise behind any beginning', async () => {
    await check(
      fc.asyncProperty(
        anyFile,
        fc.nat(64),
        fc.uint8Array({ maxLength: 4096 }),
        anyType,
        (file, kept, noise, type) =>
          expectSoundInspection(Buffer.concat([file.subarray(0, kept), noise]), type),
      ),
    );
  });

  it('bytes changed here and there', async () => {
    const changes = fc.array(fc.tuple(anyPlace, fc.nat(255)), { minLength: 1, maxLength: 12 });
    await check(
      fc.asyncProperty(anyFile, changes, anyType, (file, places, type) => {
        const bytes = Buffer.from(file);
        for (const [place, value] of places)
          bytes[Math.min(bytes.length - 1, Math.floor(place * bytes.length))] = value;
        return expectSoundInspection(bytes, type);
      }),
    );
  });

  it('a number made as large as can be', async () => {
    await check(
      fc.asyncProperty(
        anyFile,
        anyPlace,
        fc.integer({ min: 1, max: 8 }),
        anyType,
        (file, place, width, type) => {
          const bytes = Buffer.from(file);
          const at = Math.floor(place * bytes.length);
          bytes.fill(0xff, at, Math.min(bytes.length, at + width));
          return expectSoundInspection(bytes, type);
        },
      ),
    );
  });

  it('a file cut off', async () => {
    await check(
      fc.asyncProperty(anyFile, anyPlace, anyType, (file, place, type) =>
        expectSoundInspection(file.subarray(0, Math.floor(place * file.length)), type),
      ),
    );
  });

  it('a piece lost, doubled or taken from another file', async () => {
    await check(
      fc.asyncProperty(anyFile, anyFile, anyPlace, anyPlace, anyType, (file, other, from, to, type) =>
        expectSoundInspection(
          Buffer.concat([
            file.subarray(0, Math.floor(from * file.length)),
            other.subarray(Math.floor(to * other.length)),
          ]),
          type,
        ),
      ),
    );
  });
});

/** Length, type and checksum of IEND. */
const pngEndBytes = 12;

describe('nothing is accepted that is not whole', () => {
  const wholeOnly = names.filter((name) => !/\.(mp3|aac|gif)$/.test(name)).map((name) => fixture(name));

  it('wherever it is cut', async () => {
    await check(
      fc.asyncProperty(fc.constantFrom(...wholeOnly), anyPlace, async (file, place) => {
        const bytes = file.subarray(0, Math.floor(place * (file.length - 1)));
        const reader = bufferReader(bytes);
        const first = await inspect(reader, { contentType: '' }, limits);
        const last = first.outcome === 'ACCEPTED' ? await inspectToTheEnd(reader, first, limits) : first;
        // A recording that was stopped between two pages of an Ogg is whole to every player.
        const isBetweenPages = file.toString('latin1', bytes.length, bytes.length + 4) === 'OggS';
        // Of a PNG the last chunk has nothing in it, and its pixels are checked when they are decoded.
        const lostBytes = file.length - bytes.length;
        const isOnlyEnd = file.includes('IEND') && lostBytes <= (file.includes('acTL') ? 4 : pngEndBytes);
        if (!isBetweenPages && !isOnlyEnd) expect(last.outcome).toBe('REJECTED');
      }),
    );
  });

  it('nor with something that acts behind it', async () => {
    await check(
      fc.asyncProperty(
        anyFile,
        fc.constantFrom(...Object.values(payloads)),
        fc.uint8Array({ maxLength: 64, max: 0x20 }),
        async (file, payload, between) => {
          const isMarkup = payload.includes(0x3c);
          const bytes = Buffer.concat([file, isMarkup ? between : new Uint8Array(0), payload]);
          const reader = bufferReader(bytes);
          const first = await inspect(reader, { contentType: '' }, limits);
          const last = first.outcome === 'ACCEPTED' ? await inspectToTheEnd(reader, first, limits) : first;
          expect(last).toMatchObject({ outcome: 'REJECTED', reason: 'ACTIVE_CONTENT' });
        },
      ),
    );
  });
});
