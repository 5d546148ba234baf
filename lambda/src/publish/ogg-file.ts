/** Ogg with Opus or Vorbis: the packets as they came, in pages of one stream with comments of nothing. */
import type { StreamTargetChunk } from 'mediabunny';
import type { Examination } from '../inspect/examination.ts';
import type { OggStream } from '../inspect/ogg-heads.ts';
import { oggChecksum, oggChecksumAt, oggFlags, oggHeadBytes } from '../inspect/ogg-page.ts';
import { OggSoundReader } from '../inspect/ogg-sound.ts';
import { outputFile } from './output-file.ts';

/** Nothing is written again. */
export const oggFrontBytes = 0;
const serial = 1;
const maxSegments = 255;

interface Page {
  readonly flags: number;
  /** undefined where no packet ends on it. */
  readonly granule: number | undefined;
  readonly lacing: readonly number[];
  readonly content: Uint8Array;
}

/** @returns packets of sound written. */
export async function writeOgg(
  examination: Examination,
  stream: WritableStream<StreamTargetChunk>,
): Promise<number> {
  const output = outputFile(stream);
  let sequence = 0;
  const append = async (page: Page): Promise<void> => {
    await output.append(pageBytes(page, sequence));
    sequence += 1;
  };
  const reader = new OggSoundReader(examination, {
    async begin(source, setup) {
      for (const page of headerPages(source, setup)) await append(page);
    },
    page: ({ isContinued, isLast, ...page }) =>
      append({ ...page, flags: (isContinued ? oggFlags.continued : 0) | (isLast ? oggFlags.end : 0) }),
  });
  const sound = await reader.read();
  await output.close();
  return sound?.packets ?? 0;
}

/** RFC 7845 §5, Vorbis I §4.2: the first header has a page of its own, and the sound begins on a page of its own. */
function headerPages({ head, track }: OggStream, setup: Uint8Array | undefined): Page[] {
  const comments = track.codec === 'opus' ? opusComments : vorbisComments;
  const first = { flags: oggFlags.beginning, granule: 0, lacing: lacingOf(head), content: head };
  return [first, ...pagesOf(setup ? [comments, setup] : [comments])];
}

/** Name, length of the vendor's name, count of comments; Vorbis ends with a bit that is set. */
const opusComments = new Uint8Array([...Buffer.from('OpusTags'), ...new Uint8Array(8)]);
const vorbisComments = new Uint8Array([3, ...Buffer.from('vorbis'), ...new Uint8Array(8), 1]);

/** Segments of 255 bytes, and one that is shorter. */
const lacingOf = (packet: Uint8Array): number[] => [
  ...Array.from({ length: Math.floor(packet.length / 255) }, () => 255),
  packet.length % 255,
];

/** Headers of any length: they end no sample, so that their granule is 0. */
function pagesOf(packets: readonly Uint8Array[]): Page[] {
  const lacing = packets.flatMap(lacingOf);
  const content = Buffer.concat(packets);
  const pages: Page[] = [];
  let at = 0;
  for (let segment = 0; segment < lacing.length; segment += maxSegments) {
    const own = lacing.slice(segment, segment + maxSegments);
    const length = own.reduce((sum, bytes) => sum + bytes, 0);
    const isContinued = segment > 0 && lacing[segment - 1] === 255;
    pages.push({
      flags: isContinued ? oggFlags.continued : 0,
      granule: own.some((bytes) => bytes < 255) ? 0 : undefined,
      lacing: own,
      content: content.subarray(at, at + length),
    });
    at += length;
  }
  return pages;
}

/** RFC 3533 §6. */
function pageBytes({ flags, granule, lacing, content }: Page, sequence: number): Uint8Array {
  const bytes = new Uint8Array(oggHeadBytes + lacing.length + content.length);
  const view = new DataView(bytes.buffer);
  bytes.set(Buffer.from('OggS'));
  view.setUint8(5, flags);
  view.setBigInt64(6, granule === undefined ? -1n : BigInt(Math.round(granule)), true);
  view.setUint32(14, serial, true);
  view.setUint32(18, sequence, true);
  view.setUint8(26, lacing.length);
  bytes.set(lacing, oggHeadBytes);
  bytes.set(content, oggHeadBytes + lacing.length);
  view.setUint32(oggChecksumAt, oggChecksum(bytes), true);
  return bytes;
}
