/** `esds`: the codec that an MPEG-4 stream descriptor names (ISO/IEC 14496-1 §7.2.6, §8.3.3). */
import { Malformed, u16be, u8 } from './bytes.ts';
import type { Codec } from './codec.ts';
import type { AudioCodec, VideoCodec } from './inspection.ts';

/** ISO/IEC 14496-1 table 5 (objectTypeIndication), and the registrations at mp4ra.org. */
const objectTypes: Record<number, Codec<AudioCodec | VideoCodec>> = {
  0x20: { unsupported: 'MPEG-4 part 2' },
  0x21: { supported: 'avc' },
  0x23: { supported: 'hevc' },
  0x40: { supported: 'aac' },
  0x60: { unsupported: 'MPEG-2' },
  0x61: { unsupported: 'MPEG-2' },
  0x62: { unsupported: 'MPEG-2' },
  0x63: { unsupported: 'MPEG-2' },
  0x64: { unsupported: 'MPEG-2' },
  0x65: { unsupported: 'MPEG-2' },
  0x66: { supported: 'aac' },
  0x67: { supported: 'aac' },
  0x68: { supported: 'aac' },
  0x69: { supported: 'mp3' },
  0x6a: { unsupported: 'MPEG-1' },
  0x6b: { supported: 'mp3' },
  0x6c: { unsupported: 'JPEG' },
  0x6d: { unsupported: 'PNG' },
  0xa3: { unsupported: 'VC-1' },
  0xa5: { unsupported: 'AC-3' },
  0xa6: { unsupported: 'E-AC-3' },
  0xa9: { unsupported: 'DTS' },
  0xad: { supported: 'opus' },
  0xdd: { supported: 'vorbis' },
  0xe1: { unsupported: 'QCELP' },
};

/** ISO/IEC 14496-3 table 1.17: AAC Main, LC, SSR, LTP, SBR, PS, and xHE-AAC; others are no AAC that browsers know. */
const aacObjectTypes = new Set([1, 2, 3, 4, 5, 29, 42]);

/** ISO/IEC 14496-1 §8.3.3: a tag, and a length of 7 bits a byte. */
function readDescriptor(bytes: Uint8Array, at: number): { tag: number; content: number; end: number } {
  let length = 0;
  let next = at + 1;
  for (let count = 0; count < 4; count += 1) {
    const value = u8(bytes, next);
    next += 1;
    length = length * 128 + (value & 0x7f);
    if (value < 0x80) break;
  }
  return { tag: u8(bytes, at), content: next, end: Math.min(next + length, bytes.length) };
}

/** The codec that an `esds` box names: ES_Descriptor (3) holds DecoderConfig (4) holds DecoderSpecificInfo (5). */
export function codecOfEsds(esds: Uint8Array): Codec<AudioCodec | VideoCodec> {
  const stream = readDescriptor(esds, 4);
  if (stream.tag !== 3) throw new Malformed('A track has a broken description of its codec.');
  const flags = u8(esds, stream.content + 2);
  let at = stream.content + 3 + (flags & 0x80 ? 2 : 0) + (flags & 0x20 ? 2 : 0);
  if (flags & 0x40) at += 1 + u8(esds, at);
  const config = readDescriptor(esds, at);
  if (config.tag !== 4) throw new Malformed('A track has a broken description of its codec.');
  const objectType = u8(esds, config.content);
  const codec = objectTypes[objectType] ?? { unsupported: `MPEG-4 object type ${String(objectType)}` };
  if (objectType !== 0x40 || config.content + 13 >= config.end) return codec;
  const specific = readDescriptor(esds, config.content + 13);
  if (specific.tag !== 5 || specific.content + 1 >= specific.end) return codec;
  const bits = u16be(esds, specific.content);
  const audioObjectType = bits >> 11 === 31 ? 32 + ((bits >> 5) & 63) : bits >> 11;
  if (audioObjectType === 34) return { supported: 'mp3' };
  if (aacObjectTypes.has(audioObjectType)) return codec;
  return { unsupported: `MPEG-4 audio object type ${String(audioObjectType)}` };
}
