/** Matroska that is whole: published, or rejected for what it is. */
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { BufferSource, EncodedPacketSink, FLAC, Input, MP4 } from 'mediabunny';
import { fixture } from './inspect/support.ts';
import { contentEncoding, makeMatroska } from './support/made-matroska.ts';
import { publishBytes } from './support/publish-bytes.ts';
import { mp3Frame, plainMp3 } from './support/sound-pieces.ts';

interface Sample {
  data: Uint8Array;
  milliseconds: number;
  isKey: boolean;
}

/** The picture of an MP4: its samples in the order in which they show, and its description. */
async function pictureOf(bytes: Uint8Array): Promise<{ samples: Sample[]; description: Buffer }> {
  const input = new Input({ source: new BufferSource(bytes), formats: [MP4] });
  const track = await input.getPrimaryVideoTrack();
  const samples: Sample[] = [];
  if (!track) throw new Error('There is no picture');
  for await (const { data, timestamp, type } of new EncodedPacketSink(track).packets()) {
    samples.push({ data, milliseconds: Math.round(timestamp * 1000), isKey: type === 'key' });
  }
  const config: { readonly description?: unknown } | null = await track.getDecoderConfig();
  if (!(config?.description instanceof Uint8Array)) throw new Error('There is no description');
  return { samples, description: Buffer.from(config.description) };
}

const dataOf = ({ samples }: { samples: Sample[] }): Buffer[] => samples.map(({ data }) => Buffer.from(data));

const size = { width: 160, height: 120 };
const [zlib, headerStripping] = [0, 3];

describe('Matroska', () => {
  it('with its samples compressed is not called damaged', async () => {
    const { samples, description } = await pictureOf(fixture('clip.mp4'));
    const packets = samples.map((sample) => ({ ...sample, data: deflateSync(sample.data) }));
    const file = makeMatroska([
      {
        codecId: 'V_MPEG4/ISO/AVC',
        codecPrivate: description,
        ...size,
        encodings: contentEncoding(zlib),
        packets,
      },
    ]);

    const { result } = await publishBytes(file, 'video/x-matroska');

    expect(result).toMatchObject({
      reason: 'UNSUPPORTED_FEATURE',
      parameters: { feature: 'COMPRESSED_TRACKS' },
    });
  });

  it('with stripped headers has them again', async () => {
    const { samples, description } = await pictureOf(fixture('clip.mp4'));
    const prefix = Buffer.from([0]);
    const packets = samples.map((sample) => ({ ...sample, data: sample.data.subarray(1) }));
    const file = makeMatroska([
      {
        codecId: 'V_MPEG4/ISO/AVC',
        codecPrivate: description,
        ...size,
        encodings: contentEncoding(headerStripping, prefix),
        packets,
      },
    ]);

    const { result, bytes } = await publishBytes(file, 'video/x-matroska');

    expect(result).toMatchObject({ outcome: 'READY' });
    const plain = await publishBytes(fixture('clip.mp4'), 'video/mp4');
    expect(dataOf(await pictureOf(bytes))).toEqual(dataOf(await pictureOf(plain.bytes)));
  });

  it('with H.264 by start codes has the same picture as by lengths', async () => {
    const { samples, description } = await pictureOf(fixture('clip.mp4'));
    const sets = parameterSets(description);
    const packets = samples.map(({ data, milliseconds, isKey }) => {
      const units = nalUnits(data);
      const all = isKey ? [...sets, ...units] : units;
      return { milliseconds, isKey, data: Buffer.concat(all.flatMap((unit) => [startCode, unit])) };
    });
    const file = makeMatroska([{ codecId: 'V_MPEG4/ISO/AVC', ...size, packets }]);

    const { result, bytes } = await publishBytes(file, 'video/x-matroska');

    expect(result).toMatchObject({ outcome: 'READY', found: { codecs: ['avc'] } });
    const published = await pictureOf(bytes);
    expect(parameterSets(published.description)).toEqual(sets);
    // What encoders write of themselves goes, as from every film.
    expect(bytes.includes('x264')).toBe(false);
    expect(published.samples.map(({ data }) => nalUnits(data).at(-1))).toEqual(
      samples.map(({ data }) => nalUnits(data).at(-1)),
    );
  });
});

it('Matroska that does not say how long its last packet lasts plays it as long as the others', async () => {
  const milliseconds = 24;
  const data = mp3Frame({ ...plainMp3, rate: 1 });
  const packets = Array.from({ length: 30 }, (_, index) => ({
    data,
    milliseconds: index * milliseconds,
    isKey: true,
  }));

  const { bytes } = await publishBytes(makeMatroska([{ codecId: 'A_MPEG/L3', packets }]), 'video/x-matroska');

  const input = new Input({ source: new BufferSource(bytes), formats: [MP4] });
  const seconds = await (await input.getPrimaryAudioTrack())?.computeDuration();
  expect(seconds).toBeCloseTo((packets.length * milliseconds) / 1000, 4);
});

it('Matroska with FLAC beside a picture plays its last, shorter frame as long as that says', async () => {
  const { samples, description } = await pictureOf(fixture('clip.mp4'));
  const input = new Input({ source: new BufferSource(fixture('song.flac')), formats: [FLAC] });
  const sound = await input.getPrimaryAudioTrack();
  if (!sound) throw new Error('There is no sound');
  const packets: Sample[] = [];
  for await (const { data, timestamp } of new EncodedPacketSink(sound).packets()) {
    packets.push({ data, milliseconds: Math.round(timestamp * 1000), isKey: true });
  }
  const file = makeMatroska([
    { codecId: 'V_MPEG4/ISO/AVC', codecPrivate: description, ...size, packets: samples },
    {
      codecId: 'A_FLAC',
      codecPrivate: fixture('song.flac').subarray(0, 42),
      hertz: await sound.getSampleRate(),
      packets,
    },
  ]);

  const { bytes } = await publishBytes(file, 'video/x-matroska');

  const published = new Input({ source: new BufferSource(bytes), formats: [MP4] });
  expect(await (await published.getPrimaryAudioTrack())?.computeDuration()).toBeCloseTo(2, 2);
});

describe('Matroska with damage behind its clusters', () => {
  const clip = fixture('clip.mkv');
  const cues = clip.lastIndexOf(Buffer.from('1c53bb6b', 'hex'));

  it.each<[string, (file: Buffer) => void]>([
    ['an id that is none', (file) => void file.fill(0, cues, cues + 2)],
    ['an id of something else', (file) => void file.writeUInt8(0x1d, cues)],
    ['a size that is too large', (file) => void file.writeUInt8(0x7f, cues + 4)],
    ['zeros to the end', (file) => void file.fill(0, cues)],
  ])('%s is as whole as without', async (_what, damage) => {
    const file = Buffer.from(clip);
    damage(file);

    const { result, bytes } = await publishBytes(file, 'video/x-matroska');

    expect(result).toMatchObject({ outcome: 'READY' });
    expect((await pictureOf(bytes)).samples).toEqual(
      (await pictureOf((await publishBytes(clip, 'video/x-matroska')).bytes)).samples,
    );
  });

  it('is rejected where a cluster lies behind', async () => {
    const clusters = clip.subarray(clip.indexOf(Buffer.from('1f43b675', 'hex')), cues);
    const file = Buffer.concat([clip.subarray(0, cues), Buffer.alloc(20), clusters, clip.subarray(cues)]);
    file.writeUInt32BE(file.length - 52, 48);

    expect((await publishBytes(file, 'video/x-matroska')).result).toMatchObject({ reason: 'CORRUPT' });
  });

  it('in its seek head is as whole as without', async () => {
    const file = Buffer.from(clip);
    const seekHead = file.indexOf(Buffer.from('114d9b74', 'hex'));
    file.writeUInt8(0xbf, seekHead + 14);

    expect((await publishBytes(file, 'video/x-matroska')).result).toMatchObject({ outcome: 'READY' });
  });
});

const startCode = Buffer.from([0, 0, 0, 1]);

/** ISO/IEC 14496-15 §5.3.2: each unit behind four bytes of length. */
function nalUnits(sample: Uint8Array): Buffer[] {
  const bytes = Buffer.from(sample);
  const units: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    units.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return units;
}

/** §5.3.3.1.2: sets of a sequence and of pictures, each behind two bytes of length. */
function parameterSets(description: Buffer): Buffer[] {
  const sets: Buffer[] = [];
  let at = 5;
  for (const mask of [0x1f, 0xff]) {
    const count = description.readUInt8(at) & mask;
    at += 1;
    for (let index = 0; index < count; index += 1) {
      const length = description.readUInt16BE(at);
      sets.push(description.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
  }
  return sets;
}
