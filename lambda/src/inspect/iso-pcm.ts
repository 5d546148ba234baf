/** Uncompressed sound in MP4 and MOV. */
import { Malformed, u16be, u32be, u8 } from './bytes.ts';
import type { Codec } from './codec.ts';
import type { AudioCodec } from './inspection.ts';
import { findChild } from './iso-entry-children.ts';

/** QuickTime File Format, «Sound Media»: PCM by four characters; ISO/IEC 23003-5: `ipcm` and `fpcm`. */
export function pcmCodec(type: string, entry: Uint8Array, children: number): Codec<AudioCodec> | undefined {
  const isVersion2 = u16be(entry, 8) === 2;
  const bits = isVersion2 ? u32be(entry, 44) : u16be(entry, 18);
  const isLittle = (findChild(entry, children, 'enda')?.[1] ?? 0) === 1;
  const sized = (kind: string, size: number, little: boolean): Codec<AudioCodec> => {
    const name = `pcm-${kind}${String(size)}${little || size === 8 ? '' : 'be'}`;
    const known: Partial<Record<string, AudioCodec>> = {
      'pcm-s16': 'pcm-s16',
      'pcm-s16be': 'pcm-s16be',
      'pcm-s24': 'pcm-s24',
      'pcm-s24be': 'pcm-s24be',
      'pcm-s32': 'pcm-s32',
      'pcm-s32be': 'pcm-s32be',
      'pcm-f32': 'pcm-f32',
      'pcm-f32be': 'pcm-f32be',
      'pcm-u8': 'pcm-u8',
      'pcm-s8': 'pcm-s8',
    };
    const codec = known[name];
    return codec ? { supported: codec } : { unsupported: `${String(size)}-bit PCM` };
  };
  switch (type) {
    case 'sowt':
      return sized('s', bits === 8 ? 8 : 16, true);
    case 'twos':
      return sized('s', bits === 8 ? 8 : 16, false);
    case 'NONE':
    case 'raw ':
      return bits === 16 ? sized('s', 16, false) : sized('u', 8, true);
    case 'in24':
      return sized('s', 24, isLittle);
    case 'in32':
      return sized('s', 32, isLittle);
    case 'fl32':
      return sized('f', 32, isLittle);
    case 'fl64':
      return { unsupported: '64-bit floating-point PCM' };
    case 'ulaw':
      return { supported: 'ulaw' };
    case 'alaw':
      return { supported: 'alaw' };
    case 'lpcm': {
      // «Sound Sample Description (Version 2)»: bit 0 of the format flags is float, 1 big-endian, 2 signed.
      const flags = isVersion2 ? u32be(entry, 48) : 6;
      const kind = flags & 1 ? 'f' : flags & 4 ? 's' : 'u';
      return sized(kind, bits, (flags & 2) === 0);
    }
    case 'ipcm':
    case 'fpcm': {
      // ISO/IEC 23003-5 §6 pcmC: version and flags, format flags (bit 0: little-endian), sample size.
      const config = findChild(entry, children, 'pcmC');
      if (!config) throw new Malformed('A track has a broken description of its codec.');
      return sized(type === 'ipcm' ? 's' : 'f', u8(config, 5), (u8(config, 4) & 1) === 1);
    }
    default:
      return undefined;
  }
}
