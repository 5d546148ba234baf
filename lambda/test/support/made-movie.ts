/** Movies made for tests: samples that tell which they are, with any times, key frames and edit lists. */
import { readFileSync } from 'node:fs';
import { box, latin1, u32be, u64be } from '../inspect/support.ts';

export interface MadeEdit {
  /** In units of the movie: milliseconds. */
  readonly duration: number;
  /** In units of the track; -1 plays nothing. */
  readonly mediaTime: number;
  readonly rate?: number;
}

export interface MadeTrack {
  readonly kind: 'video' | 'audio' | 'pcm';
  readonly timescale: number;
  /** Of every sample, in units. */
  readonly sampleDuration: number;
  /** When each sample is shown, in units, in decode order. */
  readonly starts: readonly number[];
  /** Indexes of samples at which decoding can begin; all where it is left out. */
  readonly keys?: readonly number[];
  readonly edits?: readonly MadeEdit[];
}

const clip = readFileSync(new URL('../fixtures/clip.mp4', import.meta.url));

/** The nth `stsd` of the clip: H.264 with 160 × 120 pixels, AAC with one channel. */
function descriptionOf(nth: number): Buffer {
  let at = clip.indexOf('stsd');
  for (let index = 0; index < nth; index += 1) at = clip.indexOf('stsd', at + 4);
  return clip.subarray(at - 4, at - 4 + clip.readUInt32BE(at - 4));
}

/** QuickTime's name for 16-bit PCM, little-endian, one channel. */
const pcmDescription = (rate: number): Buffer => {
  const entry = Buffer.alloc(28);
  entry.writeUInt16BE(1, 6);
  entry.writeUInt16BE(1, 16);
  entry.writeUInt16BE(16, 18);
  entry.writeUInt32BE(rate * 0x1_0000, 24);
  return box('stsd', u32be(0), u32be(1), box('sowt', entry));
};

const fullBox = (type: string, ...content: Uint8Array[]): Buffer => box(type, u32be(0), ...content);
const u16be = (value: number): Buffer => u32be(value).subarray(2);

/** H.264 needs a NAL unit that says whether it is a key frame (ISO/IEC 14496-10 §7.4.1); all carry their number. */
function sampleData(kind: MadeTrack['kind'], index: number, isKey: boolean): Buffer {
  if (kind === 'pcm') return u16be(index % 0x1_0000);
  if (kind === 'audio') return Buffer.concat([Buffer.from([0x21]), u32be(index), latin1('sound')]);
  const unit = Buffer.concat([Buffer.from([isKey ? 0x65 : 0x41]), latin1(`picture${String(index)}.`)]);
  return Buffer.concat([u32be(unit.length), unit]);
}

function editList(edits: readonly MadeEdit[]): Buffer {
  const rows = edits.flatMap(({ duration, mediaTime, rate = 1 }) => [
    u64be(duration),
    mediaTime < 0 ? Buffer.alloc(8, 0xff) : u64be(mediaTime),
    u32be(Math.round(rate * 0x1_0000)),
  ]);
  const list = box('elst', Buffer.from([1, 0, 0, 0]), u32be(edits.length), ...rows);
  return box('edts', list);
}

function trackBox(track: MadeTrack, id: number, offset: number, sizes: readonly number[]): Buffer {
  const { kind, timescale, sampleDuration, starts, keys, edits } = track;
  const count = starts.length;
  const offsets = starts.map((start, index) => start - index * sampleDuration);
  const description = kind === 'pcm' ? pcmDescription(timescale) : descriptionOf(kind === 'video' ? 0 : 1);
  const stbl = box(
    'stbl',
    description,
    fullBox('stts', u32be(1), u32be(count), u32be(sampleDuration)),
    ...(offsets.some((value) => value !== 0)
      ? [fullBox('ctts', u32be(count), ...offsets.flatMap((value) => [u32be(1), u32be(value)]))]
      : []),
    ...(keys ? [fullBox('stss', u32be(keys.length), ...keys.map((key) => u32be(key + 1)))] : []),
    fullBox('stsc', u32be(1), u32be(1), u32be(count), u32be(1)),
    kind === 'pcm'
      ? fullBox('stsz', u32be(2), u32be(count))
      : fullBox('stsz', u32be(0), u32be(count), ...sizes.map(u32be)),
    fullBox('stco', u32be(1), u32be(offset)),
  );
  const tkhd = Buffer.alloc(84);
  tkhd.writeUInt32BE(3, 0);
  tkhd.writeUInt32BE(id, 12);
  for (const at of [40, 56]) tkhd.writeUInt32BE(0x1_0000, at);
  tkhd.writeUInt32BE(0x4000_0000, 72);
  const mdhd = Buffer.concat([Buffer.alloc(12), u32be(timescale), u32be(count * sampleDuration), u32be(0)]);
  const hdlr = Buffer.concat([Buffer.alloc(8), latin1(kind === 'video' ? 'vide' : 'soun'), Buffer.alloc(13)]);
  const header = kind === 'video' ? fullBox('vmhd', Buffer.alloc(8)) : fullBox('smhd', Buffer.alloc(4));
  return box(
    'trak',
    box('tkhd', tkhd),
    ...(edits ? [editList(edits)] : []),
    box('mdia', box('mdhd', mdhd), box('hdlr', hdlr), box('minf', header, stbl)),
  );
}

/** One millisecond is one unit of the movie. */
export function makeMovie(tracks: readonly MadeTrack[], brand = 'isom'): Buffer {
  const ftyp = box('ftyp', latin1(`${brand}\0\0\0\0${brand}`));
  const data = tracks.map(({ kind, starts, keys }) =>
    starts.map((_, index) => sampleData(kind, index, !keys || keys.includes(index))),
  );
  const mdat = box('mdat', ...data.flat());
  const mvhd = Buffer.alloc(100);
  mvhd.writeUInt32BE(1000, 12);
  for (const at of [36, 52]) mvhd.writeUInt32BE(0x1_0000, at);
  mvhd.writeUInt32BE(0x4000_0000, 68);
  let offset = ftyp.length + 8;
  const boxes = tracks.map((track, index) => {
    const sizes = (data[index] ?? []).map(({ length }) => length);
    const trak = trackBox(track, index + 1, offset, sizes);
    offset += sizes.reduce((sum, size) => sum + size, 0);
    return trak;
  });
  return Buffer.concat([ftyp, mdat, box('moov', box('mvhd', mvhd), ...boxes)]);
}

interface FragmentedMovie {
  readonly timescale: number;
  readonly sampleDuration: number;
  readonly samplesOfFragments: readonly number[];
  /** Of the first fragment, in units. */
  readonly firstDecodeTime: number;
}

/** A film of fragments (ISO/IEC 14496-12 §8.8), each of which begins with a key frame. */
export function makeFragmentedMovie(movie: FragmentedMovie): Buffer {
  const { timescale, sampleDuration, samplesOfFragments, firstDecodeTime } = movie;
  const whole = makeMovie([{ kind: 'video', timescale, sampleDuration, starts: [] }]);
  const moovAt = whole.indexOf('moov') - 4;
  const trex = fullBox('trex', u32be(1), u32be(1), u32be(sampleDuration), u32be(0), u32be(0));
  const moov = box('moov', whole.subarray(moovAt + 8), box('mvex', trex));
  const notKey = 0x1_0000;
  let index = 0;
  const fragments = samplesOfFragments.flatMap((count) => {
    const time = firstDecodeTime + index * sampleDuration;
    const data = Array.from({ length: count }, (_, at) => sampleData('video', index + at, at === 0));
    index += count;
    const samples = data.flatMap(({ length }, at) => [u32be(length), u32be(at === 0 ? 0 : notKey)]);
    const moofWith = (dataOffset: number) =>
      box(
        'moof',
        fullBox('mfhd', u32be(1)),
        box(
          'traf',
          box('tfhd', u32be(0x02_0000), u32be(1)),
          box('tfdt', Buffer.from([1, 0, 0, 0]), u64be(time)),
          box('trun', u32be(0x601), u32be(count), u32be(dataOffset), ...samples),
        ),
      );
    return [moofWith(moofWith(0).length + 8), box('mdat', ...data)];
  });
  return Buffer.concat([whole.subarray(0, whole.indexOf('mdat') - 4), moov, ...fragments]);
}
