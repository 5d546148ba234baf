import { describe, expect, it } from '@jest/globals';
import { rejectionSentence, type RejectionParameters } from '@media-feed/contract';
import { fixture, inspectFully, latin1, u32be, u32le } from './support.ts';

/** The fixture with one name replaced by another of the same length. */
function renamed(file: string, from: string, to: string): Buffer {
  const bytes = fixture(file);
  for (let at = bytes.indexOf(from, 0, 'latin1'); at >= 0; at = bytes.indexOf(from, at + 1, 'latin1')) {
    bytes.write(to, at, 'latin1');
  }
  return bytes;
}

/** @param words a supported format with a feature that is not supported, or another format. */
function rejection(words: string): object {
  const [format = '', feature] = words.split(' with ');
  const parameters: RejectionParameters<'UNSUPPORTED_TYPE'> =
    feature === undefined ? { found: words } : { format, feature };
  const detail = rejectionSentence({ reason: 'UNSUPPORTED_TYPE', parameters });
  return { outcome: 'REJECTED', reason: 'UNSUPPORTED_TYPE', parameters, detail };
}

describe('codecs that browsers do not play are named', () => {
  it.each([
    ['clip.mp4', 'avc1', 'apch', 'an MP4 with ProRes video'],
    ['clip.mp4', 'avc1', 's263', 'an MP4 with H.263 video'],
    ['clip.mp4', 'avc1', 'vvc1', 'an MP4 with VVC video'],
    ['clip.mp4', 'avc1', 'encv', 'an MP4 with copy-protected video'],
    ['clip.mov', 'avc1', 'SVQ3', 'a MOV with Sorenson video'],
    ['clip.mov', 'avc1', 'q\0w\x01', 'a MOV with "q?w?" video'],
    ['clip.mp4', 'mp4a', 'ac-3', 'an MP4 with AC-3 sound'],
    ['clip.mp4', 'mp4a', 'alac', 'an MP4 with ALAC sound'],
    ['clip.mov', 'mp4a', 'ms\0\x02', 'a MOV with ADPCM sound'],
    ['song.m4a', 'mp4a', 'samr', 'an MP4 with AMR sound'],
    ['clip.mkv', 'V_MPEG4/ISO/AVC', 'V_MPEG4/ISO/ASP', 'an MKV with MPEG-4 part 2 video'],
    ['clip.mkv', 'A_AAC', 'A_DTS', 'an MKV with DTS sound'],
    ['clip.webm', 'V_VP9', 'V_XYZ', 'a WebM with "V_XYZ" video'],
    ['song.ogg', 'OpusHead', 'Speex   ', 'an Ogg with Speex sound'],
    ['song-vorbis.ogg', '\x01vorbis', '\x80theora', 'an Ogg with Theora video'],
    ['song.ogg', 'OpusHead', 'Whatever', 'an Ogg with an unknown codec'],
    ['picture.avif', 'ftypavif', 'ftypjxl ', 'a JPEG XL picture'],
    ['picture.heif', 'hvc1', 'jpeg', 'a JPEG in a HEIF container'],
    ['picture.heif', 'hvc1', 'vvc1', 'a VVC picture in a HEIF container'],
    ['picture.heif', 'hvc1', 'hvt1', 'a HEIF picture'],
  ])('%s with %s as %s', async (file, from, to, words) => {
    expect(await inspectFully(renamed(file, from, to), '')).toEqual(rejection(words));
  });
});

/** ISO/IEC 14496-1 table 5: the object type stands behind the tag and length of a DecoderConfigDescriptor. */
function withObjectType(objectType: number): Buffer {
  const bytes = fixture('song.m4a');
  const esds = bytes.indexOf('esds');
  bytes[bytes.indexOf(Buffer.from([4, 0x80, 0x80, 0x80]), esds) + 5] = objectType;
  return bytes;
}

it('an MP3 of free format is named', async () => {
  // ISO/IEC 11172-3 §2.4.2.3: layer III, 44.1 kHz, bitrate_index 0.
  const frame = Buffer.concat([Buffer.from([0xff, 0xfb, 0x00, 0xc4]), Buffer.alloc(413)]);

  const inspection = await inspectFully(Buffer.concat(Array<Buffer>(20).fill(frame)), 'audio/mpeg');

  expect(inspection).toEqual(rejection('an MP3 with free format'));
});

it('an AAC whose frames don’t follow one another is named', async () => {
  const song = fixture('song.aac');
  const frame = song.subarray(0, (song.readUIntBE(3, 3) >> 5) & 0x1fff);

  const inspection = await inspectFully(Buffer.concat([frame, Buffer.alloc(3000, 'A')]), 'audio/aac');

  expect(inspection).toEqual(rejection('an AAC with frames that don’t follow one another'));
});

describe('sound in MP4 by its object type', () => {
  it.each([
    [0x40, { outcome: 'ACCEPTED', codecs: ['aac'], target: 'm4a' }],
    [0x67, { outcome: 'ACCEPTED', codecs: ['aac'], target: 'm4a' }],
    [0x6b, { outcome: 'ACCEPTED', codecs: ['mp3'], target: 'm4a' }],
    [0xdd, { outcome: 'ACCEPTED', codecs: ['vorbis'], target: 'webm' }],
    [0xa5, rejection('an MP4 with AC-3 sound')],
    [0xa9, rejection('an MP4 with DTS sound')],
    [0x77, rejection('an MP4 with MPEG-4 object type 119 sound')],
  ])('%i', async (objectType, expected) => {
    expect(await inspectFully(withObjectType(objectType), 'audio/mp4')).toMatchObject(expected);
  });
});

interface WavFormat {
  tag: number;
  bits: number;
  isBigEndian?: boolean;
  subFormat?: number;
}

/** A WAV of 80 bytes of sound, one channel at 8,000 Hz. */
function wav({ tag, bits, isBigEndian = false, subFormat }: WavFormat): Buffer {
  const u16 = (value: number): Buffer => {
    const two = Buffer.alloc(2);
    if (isBigEndian) two.writeUInt16BE(value);
    else two.writeUInt16LE(value);
    return two;
  };
  const u32 = isBigEndian ? u32be : u32le;
  const sampleBytes = Math.ceil(bits / 8);
  const guid = Buffer.concat([u32(subFormat ?? 0), latin1('\0\0\x10\0\x80\0\0\xaa\0\x38\x9b\x71')]);
  const extension =
    subFormat === undefined ? Buffer.alloc(0) : Buffer.concat([u16(22), u16(bits), u32(4), guid]);
  const format = [
    u16(tag),
    u16(1),
    u32(8000),
    u32(8000 * sampleBytes),
    u16(sampleBytes),
    u16(bits),
    extension,
  ];
  const fmt = Buffer.concat(format);
  const data = Buffer.alloc(80);
  const chunks = Buffer.concat([
    latin1('WAVEfmt '),
    u32(fmt.length),
    fmt,
    latin1('data'),
    u32(data.length),
    data,
  ]);
  return Buffer.concat([latin1(isBigEndian ? 'RIFX' : 'RIFF'), u32(chunks.length), chunks]);
}

const sound = (codec: string, durationSeconds: number): object => ({
  outcome: 'ACCEPTED',
  mimeType: 'audio/wav',
  target: 'wav',
  codecs: [codec],
  durationSeconds,
});

describe('sound in WAV by its format', () => {
  it.each<[string, WavFormat, object]>([
    ['8 bits', { tag: 1, bits: 8 }, sound('pcm-u8', 0.01)],
    ['16 bits', { tag: 1, bits: 16 }, sound('pcm-s16', 0.005)],
    ['12 bits in two bytes', { tag: 1, bits: 12 }, sound('pcm-s16', 0.005)],
    ['24 bits', { tag: 1, bits: 24 }, sound('pcm-s24', 26 / 8000)],
    ['32 bits', { tag: 1, bits: 32 }, sound('pcm-s32', 0.0025)],
    ['floats', { tag: 3, bits: 32 }, sound('pcm-f32', 0.0025)],
    ['A-law', { tag: 6, bits: 8 }, sound('alaw', 0.01)],
    ['µ-law', { tag: 7, bits: 8 }, sound('ulaw', 0.01)],
    ['extensible', { tag: 0xfffe, bits: 24, subFormat: 1 }, sound('pcm-s24', 26 / 8000)],
    ['extensible floats', { tag: 0xfffe, bits: 32, subFormat: 3 }, sound('pcm-f32', 0.0025)],
    ['big-endian', { tag: 1, bits: 16, isBigEndian: true }, sound('pcm-s16be', 0.005)],
    [
      'big-endian extensible',
      { tag: 0xfffe, bits: 32, subFormat: 1, isBigEndian: true },
      sound('pcm-s32be', 0.0025),
    ],
    ['long floats', { tag: 3, bits: 64 }, rejection('a WAV with 64-bit floating-point PCM sound')],
    ['long integers', { tag: 1, bits: 64 }, rejection('a WAV with 64-bit PCM sound')],
    ['ADPCM', { tag: 2, bits: 4 }, rejection('a WAV with ADPCM sound')],
    ['GSM', { tag: 0x31, bits: 0 }, rejection('a WAV with GSM 6.10 sound')],
    ['no known format', { tag: 0x4242, bits: 8 }, rejection('a WAV with format 0x4242 sound')],
  ])('%s', async (_name, format, expected) => {
    expect(await inspectFully(wav(format), 'audio/wav')).toMatchObject(expected);
  });

  it('that streams without a length ends with the file', async () => {
    const bytes = wav({ tag: 1, bits: 8 });
    bytes.writeUInt32LE(0xffff_ffff, 40);
    expect(await inspectFully(bytes, 'audio/wav')).toMatchObject({
      outcome: 'ACCEPTED',
      durationSeconds: 0.01,
    });
  });

  it('may be empty', async () => {
    const bytes = wav({ tag: 1, bits: 8 }).subarray(0, 44);
    bytes.writeUInt32LE(0, 40);
    expect(await inspectFully(bytes, 'audio/wav')).toMatchObject({ outcome: 'ACCEPTED', durationSeconds: 0 });
  });
});

describe('orientation', () => {
  it('of a video swaps its sides', async () => {
    const bytes = fixture('clip.mp4');
    const matrix = bytes.indexOf('tkhd') + 4 + 40;
    const quarter = [0, 0x1_0000, 0, -0x1_0000, 0, 0, 0, 0, 0x4000_0000];
    quarter.forEach((value, index) => bytes.writeInt32BE(value, matrix + index * 4));
    expect(await inspectFully(bytes, 'video/mp4')).toMatchObject({
      width: 120,
      height: 160,
      tracks: [{ kind: 'video', width: 160, height: 120, rotationDegrees: 90 }, { kind: 'audio' }],
    });
  });
});

describe('a track that does not play beside one that does', () => {
  it('is left out', async () => {
    // The sound track once more, in another codec, behind its original.
    const mp4 = fixture('clip.mp4');
    const moov = mp4.lastIndexOf('moov') - 4;
    const trak = mp4.lastIndexOf('trak') - 4;
    const copy = Buffer.from(mp4.subarray(trak, trak + mp4.readUInt32BE(trak)));
    copy.write('ac-3', copy.indexOf('mp4a'), 'latin1');
    mp4.writeUInt32BE(mp4.readUInt32BE(moov) + copy.length, moov);
    const end = trak + copy.length;
    const both = Buffer.concat([mp4.subarray(0, end), copy, mp4.subarray(end)]);
    expect(await inspectFully(both, 'video/mp4')).toMatchObject({
      outcome: 'ACCEPTED',
      codecs: ['avc', 'aac'],
    });
  });
});

describe('an MP3 with and without checksums of its frames', () => {
  it('is one recording', async () => {
    const song = fixture('song.mp3');
    const first = song.indexOf(Buffer.from([0xff, 0xfb]));
    song[first + 1] = 0xfa;
    expect(await inspectFully(song, 'audio/mpeg')).toMatchObject({ outcome: 'ACCEPTED', codecs: ['mp3'] });
  });
});
