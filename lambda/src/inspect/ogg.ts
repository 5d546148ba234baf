/** Ogg: RFC 3533 §6 (pages), RFC 7845 §5 (Opus), Vorbis I §4.2 and A.2, RFC 9639 §10.1 (FLAC in Ogg). */
import { crc32Ogg } from './checksums.ts';
import { hasText, latin1, Malformed, u16le, u32le, u64le, u8 } from './bytes.ts';
import type { Examination } from './examination.ts';
import { audioFacts, type Facts } from './facts.ts';
import { readStreamInfo } from './flac.ts';
import type { TrackFacts } from './inspection.ts';
import { checkTrailing } from './trailing.ts';

const headBytes = 27;
const maxPageBytes = headBytes + 255 + 255 * 255;
const flag = { continued: 1, beginning: 2, end: 4 };
/** §6 (3): no packet ends on the page. */
const noGranule = 2 ** 64;

interface OggPage {
  start: number;
  flags: number;
  granule: number;
  serial: number;
  content: number;
  end: number;
  lacing: Uint8Array;
}

/** The page at `at`; `undefined` where none begins. */
async function readOggPage(examination: Examination, at: number): Promise<OggPage | undefined> {
  const head = await examination.upTo(at, headBytes + 255);
  if (!hasText(head, 0, 'OggS'.slice(0, head.length))) return undefined;
  if (head.length < headBytes) throw new Malformed('The Ogg ends within a page.');
  if (u8(head, 4) !== 0) return undefined;
  const segments = u8(head, 26);
  const lacing = head.subarray(headBytes, headBytes + segments);
  const content = at + headBytes + segments;
  const end = content + lacing.reduce((sum, length) => sum + length, 0);
  if (lacing.length < segments || end > examination.size) throw new Malformed('The Ogg ends within a page.');
  return {
    start: at,
    flags: u8(head, 5),
    granule: u64le(head, 6),
    serial: u32le(head, 14),
    content,
    end,
    lacing,
  };
}

/** §6 (8): over the whole page, with its own four bytes as zeros. */
async function checkPage(examination: Examination, { start, end }: OggPage): Promise<void> {
  const page = await examination.bytes(start, end - start);
  const stored = u32le(page, 22);
  let crc = crc32Ogg(page.subarray(0, 22));
  crc = crc32Ogg(new Uint8Array(4), crc);
  crc = crc32Ogg(page.subarray(26), crc);
  if (crc !== stored) throw new Malformed('A page of the Ogg has a wrong checksum.');
}

interface Stream {
  serial: number;
  track: TrackFacts & { kind: 'audio' };
  /** Granules count samples at this rate. */
  granuleHertz: number;
  /** Samples at the beginning that are not played. */
  preSkip: number;
}

type Head = { stream: Stream } | { unsupported: string } | { ignored: true };

const unsupportedHeads: [string, string][] = [
  ['Speex   ', 'Speex sound'],
  ['\x80theora', 'Theora video'],
  ['BBCD\0', 'Dirac video'],
  ['\x01video\0', 'an old kind of stream'],
  ['\x01audio\0', 'an old kind of stream'],
  ['OVP80', 'VP8 video'],
  ['PCM     ', 'PCM sound'],
  ['CELT    ', 'CELT sound'],
  ['fLaC', 'an old kind of FLAC sound'],
];

/** The first packet of a stream says what it holds. */
function readHead(packet: Uint8Array, serial: number): Head {
  const audio = (codec: 'opus' | 'vorbis' | 'flac', channels: number, sampleRateHertz: number): Head => {
    if (channels === 0 || sampleRateHertz === 0)
      throw new Malformed('The Ogg does not say what its sound is.');
    return {
      stream: {
        serial,
        track: { kind: 'audio', codec, channels, sampleRateHertz },
        granuleHertz: codec === 'opus' ? 48_000 : sampleRateHertz,
        preSkip: codec === 'opus' ? u16le(packet, 10) : 0,
      },
    };
  };
  if (hasText(packet, 0, 'OpusHead')) return audio('opus', u8(packet, 9), 48_000);
  if (hasText(packet, 0, '\x01vorbis')) return audio('vorbis', u8(packet, 11), u32le(packet, 12));
  if (hasText(packet, 0, '\x7fFLAC')) {
    const { channels, sampleRateHertz } = readStreamInfo(packet.subarray(17));
    return audio('flac', channels, sampleRateHertz);
  }
  if (hasText(packet, 0, 'fishead\0') || hasText(packet, 0, '\x80kate')) return { ignored: true };
  const unsupported = unsupportedHeads.find(([magic]) => hasText(packet, 0, magic));
  return { unsupported: unsupported?.[1] ?? 'an unknown codec' };
}

interface Beginning {
  streams: Stream[];
  next: number;
}

/** §6: the first pages of all streams come before everything else. */
async function readBeginning(examination: Examination): Promise<Beginning> {
  const streams: Stream[] = [];
  let at = 0;
  let heads = 0;
  for (;;) {
    examination.step();
    const page = at < examination.size ? await readOggPage(examination, at) : undefined;
    if (!page) throw new Malformed('The Ogg has no sound.');
    if (!(page.flags & flag.beginning)) break;
    heads += 1;
    if (heads > examination.limits.maxTracks) throw new Malformed('It has too many tracks.');
    const head = readHead(await examination.bytes(page.content, page.end - page.content), page.serial);
    if ('stream' in head) streams.push(head.stream);
    else if ('unsupported' in head) examination.rejectFeature('an Ogg', head.unsupported);
    at = page.end;
  }
  return { streams, next: at };
}

const secondsAt = (granule: number, { granuleHertz, preSkip }: Stream): number =>
  granule >= noGranule - 1 ? 0 : Math.max(0, granule - preSkip) / granuleHertz;

/** The first look: the last page in the file's tail that ends a packet of the stream. */
async function durationFromTail(examination: Examination, stream: Stream): Promise<number | null> {
  const from = Math.max(0, examination.size - maxPageBytes);
  const tail = Buffer.from(await examination.upTo(from, maxPageBytes));
  for (let at = tail.lastIndexOf('OggS'); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf('OggS', at - 1)) {
    if (at + headBytes > tail.length || u32le(tail, at + 14) !== stream.serial) continue;
    const granule = u64le(tail, at + 6);
    if (granule < noGranule / 2) return secondsAt(granule, stream);
  }
  return null;
}

/** All pages to the end of the file: checksums, and what stands between and behind. */
async function walkPages(examination: Examination, stream: Stream): Promise<number> {
  let at = 0;
  let seconds = 0;
  let chained = 0;
  while (at < examination.size) {
    const page = await readOggPage(examination, at);
    if (!page) {
      await checkTrailing(examination, at, 'Ogg');
      break;
    }
    await checkPage(examination, page);
    if (page.flags & flag.beginning && page.serial !== stream.serial) chained = seconds;
    if (page.granule < noGranule / 2) seconds = Math.max(seconds, chained + secondsAt(page.granule, stream));
    at = page.end;
  }
  return seconds;
}

/** Comments are the second packet of Opus and Vorbis (RFC 7845 §5.2); they may hold pictures of any size. */
async function scanComments(examination: Examination, from: number): Promise<void> {
  let at = from;
  while (at < examination.size && !examination.isWornOut) {
    examination.step();
    const page = await readOggPage(examination, at);
    if (!page) return;
    // Pages of headers end no sample: their granule is 0, or all ones while a packet goes on.
    if (page.granule !== 0 && page.granule < noGranule / 2) return;
    const content = await examination.bytes(page.content, page.end - page.content);
    examination.countMetadata(content.length);
    examination.scanBytes(content, 'in the comments');
    if (examination.depth === 'index') return;
    at = page.end;
  }
}

export const isOgg = (head: Uint8Array): boolean => latin1(head, 0, 4) === 'OggS';

export async function examineOgg(examination: Examination): Promise<Facts> {
  const { streams, next } = await readBeginning(examination);
  const [stream] = streams;
  if (!stream) throw new Malformed('The Ogg has no sound.');
  await scanComments(examination, next);
  const durationSeconds =
    examination.depth === 'whole'
      ? await walkPages(examination, stream)
      : await durationFromTail(examination, stream);
  return audioFacts({
    mimeType: 'audio/ogg',
    track: stream.track,
    durationSeconds,
    target: stream.track.codec === 'flac' ? 'flac' : 'ogg',
  });
}
