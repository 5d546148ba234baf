/** How many samples a packet of Ogg's codecs holds, by its first bytes. */
import { Malformed, u8 } from './bytes.ts';
import { readFlacFrame } from './flac-frame.ts';
import type { OggStream } from './ogg-heads.ts';

/** Counts in granules; packets have to come in their order. */
export type CountSamples = (packet: Uint8Array) => number;

/** @param setup Vorbis' third header; other codecs have none. */
export function packetCounter(stream: OggStream, setup: Uint8Array | undefined): CountSamples {
  switch (stream.track.codec) {
    case 'opus':
      return opusSamples;
    case 'flac':
      return (packet) => readFlacFrame(packet, 0)?.samples ?? 0;
    case 'vorbis':
      if (!setup) throw new Malformed('The Ogg does not say what its sound is.');
      return vorbisCounter(stream.head, setup);
  }
}

/** RFC 6716 §3.1: five bits of configuration, and a code for the count of frames; at 48 kHz. */
function opusSamples(packet: Uint8Array): number {
  const toc = packet[0] ?? 0;
  const configuration = toc >> 3;
  const milliseconds =
    configuration < 12
      ? ([10, 20, 40, 60][configuration % 4] ?? 0)
      : configuration < 16
        ? ([10, 20][configuration % 2] ?? 0)
        : ([2.5, 5, 10, 20][configuration % 4] ?? 0);
  const code = toc & 3;
  const frames = code === 0 ? 1 : code < 3 ? 2 : (packet[1] ?? 0) & 0x3f;
  return milliseconds * 48 * frames;
}

/** Vorbis I §4.2.4: 1 bit of block size, 16 of window, 16 of transform, 8 of mapping. */
const modeBits = { mapping: 8, transform: 16, window: 16 };

/** §4.3.8: a packet gives a quarter of its own block and a quarter of the one before; the first gives nothing. */
function vorbisCounter(head: Uint8Array, setup: Uint8Array): CountSamples {
  const sizes = [2 ** (u8(head, 28) & 15), 2 ** (u8(head, 28) >> 4)];
  const isLong = readModes(setup);
  const modeNumberBits = isLong.length > 1 ? 32 - Math.clz32(isLong.length - 1) : 0;
  let before: number | undefined;
  return (packet) => {
    const mode = ((packet[0] ?? 0) >> 1) & (2 ** modeNumberBits - 1);
    const size = sizes[isLong[mode] ? 1 : 0] ?? 0;
    const samples = before === undefined ? 0 : (before + size) / 4;
    before = size;
    return samples;
  };
}

/** Which modes have the longer block. They stand at the end of the setup, whose rest only a decoder can read. */
function readModes(setup: Uint8Array): boolean[] {
  const bits = bitsFromTheEnd(setup);
  // The framing bit is the last one, and set.
  while (bits.left > 0 && bits.read(1) === 0);
  const modes: boolean[] = [];
  let found: boolean[] = [];
  while (bits.left > 48 && modes.length < 64) {
    const mapping = bits.read(modeBits.mapping);
    if (mapping > 63 || bits.read(modeBits.transform) !== 0 || bits.read(modeBits.window) !== 0) break;
    modes.unshift(bits.read(1) === 1);
    // In front of the modes stands how many there are, less one.
    if (bits.peek(6) + 1 === modes.length) found = [...modes];
  }
  if (found.length === 0) throw new Malformed('The Ogg does not say what its sound is.');
  return found;
}

/** Vorbis fills bytes from their lowest bit, so that numbers read backwards begin with their highest. */
function bitsFromTheEnd(bytes: Uint8Array) {
  let at = bytes.length * 8;
  const peek = (count: number): number => {
    let value = 0;
    for (let bit = at - 1; bit >= at - count; bit -= 1)
      value = value * 2 + (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1);
    return value;
  };
  return {
    get left() {
      return at;
    },
    peek,
    read(count: number): number {
      const value = peek(count);
      at -= count;
      return value;
    },
  };
}
