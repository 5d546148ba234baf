/** The chunks of a PNG that make its picture: W3C PNG (third edition) §5 and §11. */
import { crc32, inflateSync } from 'node:zlib';
import { hasText, latin1, u32be, u8 } from '../inspect/bytes.ts';
import { profileOfGamma, type Chromaticities } from './icc-profile.ts';

export interface PngChunk {
  readonly type: string;
  readonly data: Uint8Array;
}

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/**
 * `bytes` were walked by the inspection, so that chunks with pixels have right checksums; others are left out where
 * theirs is wrong, and what is broken behind the pixels ends the file.
 */
export function* chunksOf(bytes: Uint8Array): Generator<PngChunk> {
  for (let at = signature.length; at + 12 <= bytes.length;) {
    const type = latin1(bytes, at + 4, 4);
    const end = at + 8 + u32be(bytes, at);
    // What may stand behind the end was never part of the picture.
    if (type === 'IEND' || end + 4 > bytes.length) return;
    const isRight = u32be(bytes, end) === crc32(bytes.subarray(at + 4, end));
    if (isRight) yield { type, data: bytes.subarray(at + 8, end) };
    at = end + 4;
  }
}

export function joinPng(chunks: readonly PngChunk[]): Uint8Array {
  const parts = chunks.flatMap(({ type, data }) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(data.length);
    head.write(type, 4, 'latin1');
    const tail = Buffer.alloc(4);
    tail.writeUInt32BE(crc32(data, crc32(head.subarray(4))));
    return [head, data, tail];
  });
  return Buffer.concat([signature, ...parts]);
}

/** What a decoder needs and nothing else: text, times and what is broken stay behind. */
export function cleanPng(bytes: Uint8Array): Uint8Array {
  const chunks = [...chunksOf(bytes)];
  return joinPng([
    ...chunks.filter(({ type }) => type === 'IHDR'),
    ...colourChunks(chunks),
    ...chunks.filter(({ type }) => type === 'IDAT'),
    { type: 'IEND', data: new Uint8Array(0) },
  ]);
}

/** What tells the colours of a PNG's samples, in the order in which it must stand (§5.6, table 7). */
export function colourChunks(chunks: readonly PngChunk[]): PngChunk[] {
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  if (!header) return [];
  const pixelsFrom = chunks.findIndex(({ type }) => type === 'IDAT');
  const before = chunks.slice(0, pixelsFrom < 0 ? undefined : pixelsFrom);
  const find = (type: string, isRight: (data: Uint8Array) => boolean): PngChunk | undefined =>
    before.find((chunk) => chunk.type === type && isRight(chunk.data));
  const colourType = u8(header, 9);
  const palette = colourType === 3 ? find('PLTE', ({ length }) => length > 0 && length % 3 === 0) : undefined;
  const transparency = find('tRNS', ({ length }) => fitsTransparency(length, colourType, palette));
  const space = [
    find('cICP', ({ length }) => length === 4),
    find('iCCP', isProfile),
    find('sRGB', ({ length }) => length === 1),
  ] //
    .filter((chunk) => chunk !== undefined);
  const gamma = space.length === 0 ? gammaProfile(find, colourType) : undefined;
  return [
    ...space,
    ...(gamma ? [gamma] : []),
    ...(palette ? [palette] : []),
    ...(transparency ? [transparency] : []),
  ];
}

/** §11.3.1.1. */
function fitsTransparency(length: number, colourType: number, palette: PngChunk | undefined): boolean {
  if (colourType === 0) return length === 2;
  if (colourType === 2) return length === 6;
  return colourType === 3 && length > 0 && length <= (palette?.data.length ?? 0) / 3;
}

const maxProfileBytes = 4 * 1024 * 1024;

/** §11.3.2.3: a name, a zero, the method 0, then a profile (ICC.1 §7.2.12: "acsp"). */
function isProfile(data: Uint8Array): boolean {
  try {
    const profile = inflateSync(data.subarray(data.indexOf(0) + 2), { maxOutputLength: maxProfileBytes });
    return hasText(profile, 36, 'acsp');
  } catch {
    return false;
  }
}

/** §11.3.2.1 cHRM and §11.3.2.2 gAMA, in units of 1/100,000, as the profile that decoders understand. */
function gammaProfile(
  find: (type: string, isRight: (data: Uint8Array) => boolean) => PngChunk | undefined,
  colourType: number,
): PngChunk | undefined {
  const gamma = find('gAMA', (data) => data.length === 4 && u32be(data, 0) > 0);
  if (!gamma) return undefined;
  const primaries = find('cHRM', ({ length }) => length === 32)?.data;
  const isGrey = colourType === 0 || colourType === 4;
  const profile = profileOfGamma(
    100_000 / u32be(gamma.data, 0),
    isGrey ? 'grey' : primaries ? readChromaticities(primaries) : undefined,
  );
  return profile ? { type: 'iCCP', data: profile } : undefined;
}

function readChromaticities(data: Uint8Array): Chromaticities {
  const [white, red, green, blue] = [0, 8, 16, 24].map((at): [number, number] => [
    u32be(data, at) / 100_000,
    u32be(data, at + 4) / 100_000,
  ]) as [[number, number], [number, number], [number, number], [number, number]];
  return { white, red, green, blue };
}
