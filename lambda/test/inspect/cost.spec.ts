import { describe, expect, it } from '@jest/globals';
import { inspect } from '../../src/inspect/inspect.ts';
import { defaultInspectionLimits } from '../../src/inspect/inspection.ts';
import { countingReader, type RangedReader } from '../../src/inspect/ranged-reader.ts';
import { box, ebmlElement, fixture, id3, latin1, sparseReader, u32be, u32le, u64be } from './support.ts';

const GiB = 1024 ** 3;
const size = 5 * GiB;
const maxFirstLookBytes = 256 * 1024;

/** The sizes in question are beyond what the platform takes of sound, and sparse files last for hours. */
const limits = {
  ...defaultInspectionLimits,
  maxUploadBytes: { IMAGE: size, VIDEO: size, AUDIO: size },
  maxDurationSeconds: Infinity,
};

interface Piece {
  at: number;
  bytes: Uint8Array;
}

/** The boxes of a small file by type; ffmpeg writes `ftyp`, `free`, `mdat`, `moov`. */
function boxesOf(file: Buffer): Map<string, Buffer> {
  const boxes = new Map<string, Buffer>();
  for (let at = 0; at < file.length; at += file.readUInt32BE(at)) {
    boxes.set(file.toString('latin1', at + 4, at + 8), file.subarray(at, at + file.readUInt32BE(at)));
  }
  return boxes;
}

/** The same index over 5 GB of samples. */
function largeMovie(name: string, isIndexInFront: boolean): RangedReader {
  const boxes = boxesOf(fixture(name));
  const ftyp = boxes.get('ftyp') ?? Buffer.alloc(0);
  const moov = boxes.get('moov') ?? Buffer.alloc(0);
  const head = isIndexInFront ? Buffer.concat([ftyp, moov]) : ftyp;
  const mdat = Buffer.concat([u32be(1), latin1('mdat'), u64be(size - ftyp.length - moov.length)]);
  const pieces: Piece[] = [{ at: 0, bytes: Buffer.concat([head, mdat]) }];
  if (!isIndexInFront) pieces.push({ at: size - moov.length, bytes: moov });
  return sparseReader(size, pieces);
}

/** Everything up to the first cluster, then clusters and free space to the end. */
function largeMatroska(name: string): RangedReader {
  const file = fixture(name);
  const segment = file.indexOf(Buffer.from([0x18, 0x53, 0x80, 0x67]));
  const content = segment + 12;
  const segmentHead = Buffer.concat([file.subarray(segment, segment + 4), u64be(size - content)]);
  segmentHead[4] = 1;
  const rest = ebmlElement([0xec]);
  rest.writeUIntBE(size - file.length - 9, 3, 6);
  return sparseReader(size, [
    { at: 0, bytes: Buffer.concat([file.subarray(0, segment), segmentHead, file.subarray(content), rest]) },
  ]);
}

function largeWav(): RangedReader {
  const song = fixture('song.wav');
  const head = Buffer.concat([
    latin1('RF64\xff\xff\xff\xffWAVEds64'),
    u32le(28),
    u32le((size - 8) % 2 ** 32),
    u32le(Math.floor((size - 8) / 2 ** 32)),
    u32le((size - 80) % 2 ** 32),
    u32le(Math.floor((size - 80) / 2 ** 32)),
    Buffer.alloc(12),
    song.subarray(12, 36),
    latin1('data\xff\xff\xff\xff'),
  ]);
  return sparseReader(size, [{ at: 0, bytes: head }]);
}

/** A header of a track whose tables hold `samples` entries, as a video of several hours has. */
function longTables(samples: number): Buffer {
  const moov = boxesOf(fixture('clip.mp4')).get('moov') ?? Buffer.alloc(0);
  const stsz = moov.indexOf('stsz') - 4;
  const old = moov.readUInt32BE(stsz);
  const table = box('stsz', Buffer.alloc(8), u32be(samples), Buffer.alloc(samples * 4, 1));
  const grown = Buffer.concat([moov.subarray(0, stsz), table, moov.subarray(stsz + old)]);
  for (const type of ['trak', 'mdia', 'minf', 'stbl']) {
    const at = grown.indexOf(type) - 4;
    grown.writeUInt32BE(grown.readUInt32BE(at) + table.length - old, at);
  }
  grown.writeUInt32BE(grown.length, 0);
  return grown;
}

function movieOfHours(): RangedReader {
  const ftyp = boxesOf(fixture('clip.mp4')).get('ftyp') ?? Buffer.alloc(0);
  const moov = longTables(1_000_000);
  const mdat = Buffer.concat([u32be(1), latin1('mdat'), u64be(size - ftyp.length - moov.length)]);
  return sparseReader(size, [
    { at: 0, bytes: Buffer.concat([ftyp, mdat]) },
    { at: size - moov.length, bytes: moov },
  ]);
}

const cover = id3([['APIC', Buffer.concat([latin1('\0image/png\0\x03\0'), Buffer.alloc(4_900_000, 7)])]]);
const withCover = (name: string): RangedReader =>
  sparseReader(size, [{ at: 0, bytes: Buffer.concat([cover, fixture(name)]) }]);

describe('the first look at 5 GB', () => {
  it.each<[string, RangedReader, string, string]>([
    ['an MP4 with its index at the end', largeMovie('clip.mp4', false), 'video/mp4', 'video/mp4'],
    ['an MP4 with its index in front', largeMovie('clip.mp4', true), 'video/mp4', 'video/mp4'],
    ['an MP4 with a million samples', movieOfHours(), 'video/mp4', 'video/mp4'],
    ['a MOV', largeMovie('clip.mov', false), 'video/quicktime', 'video/quicktime'],
    ['an M4A', largeMovie('song.m4a', true), 'audio/mp4', 'audio/mp4'],
    ['an MKV', largeMatroska('clip.mkv'), 'video/x-matroska', 'video/x-matroska'],
    ['a WebM', largeMatroska('clip.webm'), 'video/webm', 'video/webm'],
    ['a WAV', largeWav(), 'audio/wav', 'audio/wav'],
    ['a FLAC', sparseReader(size, [{ at: 0, bytes: fixture('song.flac') }]), 'audio/flac', 'audio/flac'],
    ['an MP3', sparseReader(size, [{ at: 0, bytes: fixture('song.mp3') }]), 'audio/mpeg', 'audio/mpeg'],
    ['an MP3 with a cover of 4.9 MB', withCover('song.mp3'), 'audio/mpeg', 'audio/mpeg'],
    ['an AAC with a cover of 4.9 MB', withCover('song.aac'), 'audio/aac', 'audio/aac'],
    ['an Ogg', sparseReader(size, [{ at: 0, bytes: fixture('song.ogg') }]), 'audio/ogg', 'audio/ogg'],
  ])('%s reads at most 256 KiB', async (_name, reader, contentType, mimeType) => {
    const counted = countingReader(reader);
    expect(await inspect(counted, { contentType }, limits)).toMatchObject({ outcome: 'ACCEPTED', mimeType });
    expect(counted.bytesRead).toBeLessThanOrEqual(maxFirstLookBytes);
    expect(counted.requests).toBeLessThanOrEqual(24);
  });

  it.each([
    ['zeros', sparseReader(size, [])],
    ['a ZIP named MP4', sparseReader(size, [{ at: 0, bytes: latin1('PK\x03\x04\x14\0\0\0\x08\0') }])],
    ['HTML named MP4', sparseReader(size, [{ at: 0, bytes: latin1('<!doctype html><script>') }])],
    ['the head of an MP4', sparseReader(size, [{ at: 0, bytes: box('ftyp', latin1('isom\0\0\0\0isom')) }])],
  ])('refuses %s for as little', async (_name, reader) => {
    const counted = countingReader(reader);
    expect(await inspect(counted, { contentType: 'video/mp4' }, limits)).toMatchObject({
      outcome: 'REJECTED',
    });
    expect(counted.bytesRead).toBeLessThanOrEqual(maxFirstLookBytes);
  });
});
