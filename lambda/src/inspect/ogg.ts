/** Ogg: RFC 3533 §6 (pages), RFC 7845 §5 (Opus), Vorbis I §4.2 and A.2, RFC 9639 §10.1 (FLAC in Ogg). */
import { latin1, Malformed, u32le, u64le } from './bytes.ts';
import type { Examination } from './examination.ts';
import { audioFacts, type Facts } from './facts.ts';
import { readOggHead, type OggStream } from './ogg-heads.ts';
import { findOggPage, maxOggPageBytes, oggFlags, oggHeadBytes } from './ogg-page.ts';
import { OggSoundReader } from './ogg-sound.ts';

interface Beginning {
  streams: OggStream[];
  next: number;
}

/** §6: the first pages of all streams come before everything else. */
async function readBeginning(examination: Examination): Promise<Beginning> {
  const streams: OggStream[] = [];
  let at = 0;
  let heads = 0;
  for (;;) {
    examination.step();
    const page = await findOggPage(examination, at);
    if (!page) throw new Malformed('The Ogg has no sound.');
    if (!(page.flags & oggFlags.beginning)) break;
    heads += 1;
    if (heads > examination.limits.maxTracks) throw new Malformed('It has too many tracks.');
    const head = readOggHead(await examination.bytes(page.content, page.end - page.content), page.serial);
    if ('stream' in head) streams.push(head.stream);
    else if ('unsupported' in head) examination.rejectFeature('an Ogg', head.unsupported);
    at = page.end;
  }
  return { streams, next: at };
}

/** The first look: the last page in the file's tail that ends a packet of the stream. */
async function durationFromTail(
  examination: Examination,
  { serial, granuleHertz, preSkip }: OggStream,
  firstGranule: number,
): Promise<number | null> {
  const from = Math.max(0, examination.size - maxOggPageBytes);
  const tail = Buffer.from(await examination.upTo(from, maxOggPageBytes));
  for (let at = tail.lastIndexOf('OggS'); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf('OggS', at - 1)) {
    if (at + oggHeadBytes > tail.length || u32le(tail, at + 14) !== serial) continue;
    const granule = u64le(tail, at + 6);
    if (granule < 2 ** 63) return Math.max(0, granule - firstGranule - preSkip) / granuleHertz;
  }
  return null;
}

/**
 * Comments are the second packet of Opus and Vorbis (RFC 7845 §5.2); they may hold pictures of any size.
 * @returns the granule of the first page of sound behind them, as far as the first look goes.
 */
async function scanComments(examination: Examination, from: number): Promise<number> {
  let at = from;
  let hasLooked = false;
  while (at < examination.size && !examination.isWornOut) {
    examination.step();
    const page = await findOggPage(examination, at);
    if (!page) return 0;
    // Pages of headers end no sample: their granule is 0, or all ones while a packet goes on.
    if (page.granule) return page.granule;
    at = page.end;
    if (hasLooked && examination.depth === 'index') continue;
    hasLooked = true;
    const content = await examination.bytes(page.content, page.end - page.content);
    examination.countMetadata(content.length);
    examination.scanBytes(content, 'in the comments');
  }
  return 0;
}

export const isOgg = (head: Uint8Array): boolean => latin1(head, 0, 4) === 'OggS';

export async function examineOgg(examination: Examination): Promise<Facts> {
  const { streams, next } = await readBeginning(examination);
  const [stream] = streams;
  if (!stream) throw new Malformed('The Ogg has no sound.');
  const firstGranule = await scanComments(examination, next);
  const sound = examination.depth === 'whole' ? await new OggSoundReader(examination).read() : undefined;
  return audioFacts({
    mimeType: 'audio/ogg',
    track: stream.track,
    durationSeconds: sound
      ? sound.seconds
      : // What the first page of sound holds lies before it, and is a second at most.
        await durationFromTail(
          examination,
          stream,
          firstGranule > 2 * stream.granuleHertz ? firstGranule : 0,
        ),
    packets: sound?.packets,
    target: stream.track.codec === 'flac' ? 'flac' : 'ogg',
  });
}
