/** WAV: RIFF WAVE (Multimedia Programming Interface 1.0 §3), WAVEFORMATEXTENSIBLE, RIFX and RF64 (EBU Tech 3306). */
import { hasText, latin1, Malformed, u16be, u16le, u32be, u32le, u64be, u64le } from './bytes.ts';
import type { Examination } from './examination.ts';
import { audioFacts, type Facts } from './facts.ts';
import type { ByteRange } from './byte-range.ts';
import type { AudioCodec } from './inspection.ts';
import type { Codec } from './codec.ts';
import { examineMp3Within } from './mp3.ts';
import { readRiffChunk, type RiffChunk } from './riff.ts';
import { checkTrailing } from './trailing.ts';

export const isWav = (head: Uint8Array): boolean =>
  /^(RIFF|RIFX|RF64|BW64)$/.test(latin1(head, 0, 4)) && hasText(head, 8, 'WAVE');

/** RFC 2361 appendix A, and mmreg.h. */
const formatNames: Record<number, string> = {
  0x02: 'ADPCM',
  0x11: 'IMA ADPCM',
  0x17: 'OKI ADPCM',
  0x20: 'Yamaha ADPCM',
  0x22: 'TrueSpeech',
  0x31: 'GSM 6.10',
  0x40: 'G.721 ADPCM',
  0x45: 'G.726 ADPCM',
  0x50: 'MPEG layer II',
  0x62: 'Voxware',
  0x64: 'G.726 ADPCM',
  0xff: 'AAC',
  0x160: 'Windows Media',
  0x161: 'Windows Media',
  0x162: 'Windows Media',
  0x270: 'ATRAC3',
  0x1610: 'AAC',
  0x2000: 'AC-3',
  0x2001: 'DTS',
  0x566f: 'Vorbis',
  0x674f: 'Vorbis',
  0xf1ac: 'FLAC',
};

/** RFC 2361: frames of MPEG layer III, which need no WAV around them. */
const mp3Tag = 0x55;

interface Format {
  tag: number;
  codec: Codec<AudioCodec>;
  channels: number;
  sampleRateHertz: number;
  /** Bytes of one sample of all channels. */
  frameBytes: number;
}

/** What Chromium plays: integers of 8, 16, 24 and 32 bits, floats of 32, A-law and µ-law. */
function codecOf(tag: number, sampleBytes: number, isBigEndian: boolean): Codec<AudioCodec> {
  const bits = sampleBytes * 8;
  if (tag === 1) {
    switch (bits) {
      case 8:
        return { supported: 'pcm-u8' };
      case 16:
        return { supported: isBigEndian ? 'pcm-s16be' : 'pcm-s16' };
      case 24:
        return { supported: isBigEndian ? 'pcm-s24be' : 'pcm-s24' };
      case 32:
        return { supported: isBigEndian ? 'pcm-s32be' : 'pcm-s32' };
      default:
        return { unsupported: `${String(bits)}-bit PCM` };
    }
  }
  if (tag === 3 && bits === 32) return { supported: isBigEndian ? 'pcm-f32be' : 'pcm-f32' };
  if (tag === 3) return { unsupported: `${String(bits)}-bit floating-point PCM` };
  if (tag === 6) return { supported: 'alaw' };
  if (tag === 7) return { supported: 'ulaw' };
  return { unsupported: formatNames[tag] ?? `format 0x${tag.toString(16).padStart(4, '0')}` };
}

/** `fmt `: tag, channels, samples and bytes a second, bytes a frame, bits; extensible: the tag again at 24. */
function readFormat(data: Uint8Array, isBigEndian: boolean): Format {
  if (data.length < 14) throw new Malformed('The WAV does not say what its sound is.');
  const u16 = isBigEndian ? u16be : u16le;
  const plainTag = u16(data, 0);
  // The sub-format's first 32 bits hold the tag.
  const tag = plainTag === 0xfffe && data.length >= 40 ? u16(data, isBigEndian ? 26 : 24) : plainTag;
  const channels = u16(data, 2);
  const sampleRateHertz = (isBigEndian ? u32be : u32le)(data, 4);
  const blockBytes = u16(data, 12);
  const bits = data.length >= 16 ? u16(data, 14) : 8;
  if (channels === 0 || sampleRateHertz === 0) throw new Malformed('The WAV does not say what its sound is.');
  const sampleBytes = Math.ceil(bits / 8);
  const codec = codecOf(tag, sampleBytes, isBigEndian);
  const frameBytes = channels * sampleBytes;
  if ('supported' in codec && (blockBytes !== frameBytes || frameBytes === 0))
    throw new Malformed('The WAV contradicts itself.');
  return { tag, codec, channels, sampleRateHertz, frameBytes };
}

interface Walk {
  format: Format | undefined;
  /** Where the sound lies; undefined until found. */
  sound: ByteRange | undefined;
  /** RF64 §2: the true size of `data`. */
  longDataBytes: number | undefined;
}

/**
 * Where the data chunk ends; a length that the file does not reach is damage. Writers that stream don't know the
 * length: all ones, or the 0 that a crashed recorder leaves, stand for "to the end of the file".
 */
async function endOfData(
  examination: Examination,
  { data, length }: RiffChunk,
  longBytes: number | undefined,
  isBigEndian: boolean,
): Promise<number> {
  if (length === 0xffff_ffff && longBytes !== undefined && longBytes !== 0xffff_ffff) {
    return endWithin(examination, data, longBytes);
  }
  if (length === 0xffff_ffff) return examination.size;
  if (length === 0 && !(await isWholeChunk(examination, data, isBigEndian))) return examination.size;
  return endWithin(examination, data, length);
}

function endWithin(examination: Examination, from: number, bytes: number): number {
  if (bytes > examination.size - from) throw new Malformed('The WAV ends before its sound does.');
  return from + bytes;
}

/** Of sound that is truly empty the file ends, or another chunk follows. */
async function isWholeChunk(examination: Examination, at: number, isBigEndian: boolean): Promise<boolean> {
  if (at >= examination.size || !(await isChunk(examination, at))) return at >= examination.size;
  const chunk = await readRiffChunk(examination, at, examination.size, isBigEndian);
  return chunk !== undefined && chunk.data + chunk.length <= examination.size;
}

async function readChunk(
  examination: Examination,
  chunk: RiffChunk,
  walk: Walk,
  isBigEndian: boolean,
): Promise<number> {
  const { type, data, length, next } = chunk;
  if (type === 'data') {
    const end = await endOfData(examination, chunk, walk.longDataBytes, isBigEndian);
    walk.sound ??= { from: data, to: end };
    return end + ((end - data) % 2);
  }
  if (data + length > examination.size) {
    // Behind the sound it is no chunk but something else that begins with four letters.
    if (walk.sound) {
      await examination.scan(data - 8, examination.size - data + 8, 'after the end of the WAV');
      return examination.size;
    }
    throw new Malformed('The WAV ends within a chunk.');
  }
  if (type === 'fmt ')
    walk.format = readFormat(await examination.bytes(data, Math.min(length, 64)), isBigEndian);
  else if (type === 'ds64') {
    walk.longDataBytes = (isBigEndian ? u64be : u64le)(await examination.bytes(data, 24), 8);
  } else {
    examination.countMetadata(length);
    await examination.scan(data, length, `in the chunk "${type}"`);
  }
  return next;
}

export async function examineWav(examination: Examination): Promise<Facts> {
  const isBigEndian = hasText(await examination.bytes(0, 12), 0, 'RIFX');
  const walk: Walk = { format: undefined, sound: undefined, longDataBytes: undefined };
  let at = 12;
  while (at < examination.size) {
    // Behind the sound anything may stand, as tags that do not care for chunks do.
    if (walk.sound && !(await isChunk(examination, at))) break;
    const chunk = await readRiffChunk(examination, at, examination.size, isBigEndian);
    if (!chunk) break;
    at = await readChunk(examination, chunk, walk, isBigEndian);
  }
  const { format, sound } = walk;
  if (!format) throw new Malformed('The WAV does not say what its sound is.');
  if (!sound) throw new Malformed('The WAV has no sound.');
  await checkTrailing(examination, at, 'WAV');
  if (format.tag === mp3Tag)
    return { ...(await examineMp3Within(examination, sound)), mimeType: 'audio/wav' };
  if ('unsupported' in format.codec) {
    examination.rejectFeature('a WAV', `${format.codec.unsupported} sound`);
  }
  return audioFacts({
    mimeType: 'audio/wav',
    track: {
      kind: 'audio',
      codec: 'supported' in format.codec ? format.codec.supported : 'pcm-u8',
      channels: format.channels,
      sampleRateHertz: format.sampleRateHertz,
    },
    durationSeconds: Math.floor((sound.to - sound.from) / format.frameBytes) / format.sampleRateHertz,
    packets: undefined,
    target: 'wav',
    soundRange: sound,
  });
}

async function isChunk(examination: Examination, at: number): Promise<boolean> {
  const head = await examination.upTo(at, 4);
  return head.length === 4 && /^[ -~]{4}$/.test(latin1(head));
}
