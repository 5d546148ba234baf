/** Files of 5 GB that hardly exist: a genuine index over samples that read as zeros. */
import type { RangedReader } from '../../src/inspect/ranged-reader.ts';
import { box, ebmlElement, fixture, id3, latin1, sparseReader, u32be, u32le, u64be } from './support.ts';

export const largeBytes = 5 * 1024 ** 3;
const size = largeBytes;

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

export interface LargeFile {
  name: string;
  reader: RangedReader;
  contentType: string;
}

const large = (name: string, contentType: string, reader: RangedReader): LargeFile => ({
  name,
  reader,
  contentType,
});
const long = (name: string): RangedReader => sparseReader(size, [{ at: 0, bytes: fixture(name) }]);

export const largeFiles: readonly LargeFile[] = [
  large('MP4 with its index at the end', 'video/mp4', largeMovie('clip.mp4', false)),
  large('MP4 with its index in front', 'video/mp4', largeMovie('clip.mp4', true)),
  large('MP4 with a million samples', 'video/mp4', movieOfHours()),
  large('MOV', 'video/quicktime', largeMovie('clip.mov', false)),
  large('M4A', 'audio/mp4', largeMovie('song.m4a', true)),
  large('MKV', 'video/x-matroska', largeMatroska('clip.mkv')),
  large('WebM', 'video/webm', largeMatroska('clip.webm')),
  large('WAV', 'audio/wav', largeWav()),
  large('FLAC', 'audio/flac', long('song.flac')),
  large('MP3', 'audio/mpeg', long('song.mp3')),
  large('MP3 with a cover of 4.9 MB', 'audio/mpeg', withCover('song.mp3')),
  large('AAC with a cover of 4.9 MB', 'audio/aac', withCover('song.aac')),
  large('Ogg', 'audio/ogg', long('song.ogg')),
];
