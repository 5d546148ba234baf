/** Sound alone: all of it is published, or none; and what every player plays is not called damaged. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BufferSource, EncodedPacketSink, FLAC, Input, MP3, OGG, WAVE, ADTS } from 'mediabunny';
import { fixture, id3, inspectFully, latin1 } from './inspect/support.ts';
import { publishBytes, type Published } from './support/publish-bytes.ts';
import {
  flacInKilohertz,
  lameHeader,
  mp3Frame,
  mp3Frames,
  oggLink,
  oggPages,
  plainMp3,
  type Mp3Kind,
} from './support/sound-pieces.ts';

/** The same cases each time. */
const settings = { numRuns: 60, seed: 18 };

/** Packets as a reader of its own gets them. */
async function packetsOf(bytes: Uint8Array): Promise<string[]> {
  const input = new Input({ source: new BufferSource(bytes), formats: [MP3, OGG, FLAC, WAVE, ADTS] });
  const track = await input.getPrimaryAudioTrack();
  if (!track) return [];
  const packets: string[] = [];
  for await (const { data } of new EncodedPacketSink(track).packets()) {
    packets.push(Buffer.from(data).toString('base64'));
  }
  return packets;
}

const secondsOf = ({ result }: Published): number | null | undefined =>
  result.outcome === 'READY' ? result.found.durationSeconds : undefined;

/** What was published is as long as it is said to be. */
async function expectTrueLength(published: Published, contentType: string): Promise<void> {
  const again = await inspectFully(published.bytes, contentType);
  if (again.outcome === 'REJECTED') throw new Error(again.detail);
  expect(again.durationSeconds).toBeCloseTo(secondsOf(published) ?? Number.NaN, 5);
}

const featureOf = ({ result }: Published): unknown =>
  result.outcome === 'REJECTED' ? result.parameters.feature : undefined;

describe('MP3', () => {
  const publish = (...pieces: Uint8Array[]) => publishBytes(Buffer.concat(pieces), 'audio/mpeg');
  const frameSeconds = 1152 / 44_100;

  it.each<[string, Uint8Array[]]>([
    ['zeros', [Buffer.alloc(5000)]],
    ['half a frame', [mp3Frame(plainMp3).subarray(200)]],
    ['a tag and zeros', [id3([['TIT2', latin1('\0x')]]), Buffer.alloc(3000)]],
  ])('behind %s is published without them', async (_what, before) => {
    const published = await publish(...before, mp3Frames(plainMp3, 40));

    expect(secondsOf(published)).toBeCloseTo(40 * frameSeconds, 5);
    expect(await packetsOf(published.bytes)).toHaveLength(40);
  });

  it('changes between stereo and joint stereo as it likes', async () => {
    const joint = { ...plainMp3, mode: 'joint' } as const;

    const published = await publish(mp3Frame(plainMp3), mp3Frames(joint, 30), mp3Frames(plainMp3, 30));

    expect(secondsOf(published)).toBeCloseTo(61 * frameSeconds, 5);
    await expectTrueLength(published, 'audio/mpeg');
  });

  it.each<[string, Partial<Mp3Kind>]>([
    ['mono', { mode: 'mono' }],
    ['48 kHz', { rate: 1 }],
    ['MPEG-2', { version: 2 }],
  ])('that goes on in %s is not published by half', async (_what, change) => {
    const published = await publish(mp3Frames(plainMp3, 40), mp3Frames({ ...plainMp3, ...change }, 40));

    expect(published.result).toMatchObject({ reason: 'UNSUPPORTED_FEATURE' });
    expect([featureOf(published), published.bytes.length]).toEqual(['FORMAT_CHANGE', 0]);
  });

  it('lasts as long as LAME says, and keeps its numbers', async () => {
    const [frames, delay, padding] = [385, 576, 1344];
    const published = await publish(
      lameHeader(plainMp3, frames, delay, padding),
      mp3Frames(plainMp3, frames),
    );

    expect(secondsOf(published)).toBeCloseTo((frames * 1152 - delay - padding) / 44_100, 5);
    await expectTrueLength(published, 'audio/mpeg');
    const lame = published.bytes.indexOf('LAME');
    expect(published.bytes.readUIntBE(lame + 21, 3)).toBe(delay * 4096 + padding);
  });

  it('that is joined with a tag between, in which a picture is, is whole', async () => {
    const picture = Buffer.concat([latin1('\0image/png\0\x03\0'), mp3Frames({ ...plainMp3, rate: 1 }, 12)]);
    const sound = mp3Frames(plainMp3, 30);

    const published = await publish(sound, id3([['APIC', picture]]), sound);

    expect(await packetsOf(published.bytes)).toHaveLength(60);
  });

  it('that was cut off has no padding at its end any more', async () => {
    const published = await publish(lameHeader(plainMp3, 385, 576, 1344), mp3Frames(plainMp3, 200));

    expect(secondsOf(published)).toBeCloseTo((200 * 1152 - 576) / 44_100, 5);
  });

  it.each<[string, Uint8Array[]]>([
    ['at once', []],
    ['behind a tag', [id3([['TIT2', latin1('\0x')]])]],
  ])('of free format, %s, is told what is special', async (_what, before) => {
    const free = mp3Frames(plainMp3, 40).map((byte, at) => (at % 417 === 2 ? byte & 0x0f : byte));

    const { result } = await publish(...before, free);

    expect(result).toMatchObject({
      reason: 'UNSUPPORTED_TYPE',
      parameters: { format: 'an MP3', feature: 'free format' },
    });
  });

  const kind = fc.record<Mp3Kind>({
    version: fc.constantFrom(3, 2),
    mode: fc.constantFrom('stereo', 'joint', 'mono'),
    bitrate: fc.integer({ min: 5, max: 14 }),
    rate: fc.constantFrom(0, 1, 2),
  });
  const between = fc.constantFrom(Buffer.alloc(0), Buffer.alloc(700), id3([['TIT2', latin1('\0x')]]));
  const part = fc.record({ kind, count: fc.integer({ min: 4, max: 30 }), between, hasHeader: fc.boolean() });
  const configurationOf = ({ version, mode, rate }: Mp3Kind) =>
    `${String(version)} ${String(rate)} ${String(mode === 'mono')}`;

  it('that is joined is whole, or not published', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        async (parts, isAlike) => {
          const [first] = parts;
          const kinds = parts.map(({ kind: own }) =>
            isAlike && first ? { ...first.kind, bitrate: own.bitrate } : own,
          );
          const file = parts.flatMap(({ count, between: junk, hasHeader }, index) => {
            const own = kinds[index] ?? plainMp3;
            const header = hasHeader && own.version === 3 ? [lameHeader(own, count, 0, 0)] : [];
            return [...(index > 0 ? [junk] : []), ...header, mp3Frames(own, count)];
          });

          const published = await publish(...file);

          if (new Set(kinds.map(configurationOf)).size > 1) {
            expect([featureOf(published), published.bytes.length]).toEqual(['FORMAT_CHANGE', 0]);
            return;
          }
          const frames = parts.reduce((sum, { count }) => sum + count, 0);
          expect(await packetsOf(published.bytes)).toHaveLength(frames);
          await expectTrueLength(published, 'audio/mpeg');
        },
      ),
      settings,
    );
  });
});

describe('AAC', () => {
  const song = fixture('song.aac');

  it('that goes on at another rate is not published by half', async () => {
    const other = Buffer.from(song);
    for (let at = 0; at < other.length; at += (other.readUIntBE(at + 3, 3) >> 5) & 0x1fff) {
      other.writeUInt8(other.readUInt8(at + 2) ^ 0x04, at + 2);
    }

    const published = await publishBytes(Buffer.concat([song, other]), 'audio/aac');

    expect([featureOf(published), published.bytes.length]).toEqual(['FORMAT_CHANGE', 0]);
  });

  it('that is joined is whole', async () => {
    const published = await publishBytes(Buffer.concat([song, Buffer.alloc(300), song]), 'audio/aac');

    expect(await packetsOf(published.bytes)).toEqual([
      ...(await packetsOf(song)),
      ...(await packetsOf(song)),
    ]);
    await expectTrueLength(published, 'audio/aac');
  });

  it.each<[string, Uint8Array]>([
    ['zeros', Buffer.alloc(3000)],
    ['half a frame', song.subarray(40, (song.readUIntBE(3, 3) >> 5) & 0x1fff)],
    ['a tag and zeros', Buffer.concat([id3([['TIT2', latin1('\0x')]]), Buffer.alloc(300)])],
  ])('behind %s is published without them', async (_what, before) => {
    const { result, bytes } = await publishBytes(Buffer.concat([before, song]), 'audio/aac');

    expect(result).toMatchObject({ outcome: 'READY', found: { mimeType: 'audio/aac' } });
    expect(bytes).toEqual(Buffer.from(song));
  });

  it('between two tags is AAC, however short it is', async () => {
    const oneFrame = song.subarray(0, (song.readUIntBE(3, 3) >> 5) & 0x1fff);
    const tail = Buffer.concat([latin1('TAG'), Buffer.alloc(125)]);

    const published = await publishBytes(
      Buffer.concat([id3([['TIT2', latin1('\0x')]]), oneFrame, tail]),
      'audio/aac',
    );

    expect(published.result).toMatchObject({ outcome: 'READY', found: { mimeType: 'audio/aac' } });
    expect(published.bytes).toEqual(Buffer.from(oneFrame));
  });
});

describe('Ogg', () => {
  const songs = { opus: fixture('song.ogg'), vorbis: fixture('song-vorbis.ogg') };
  const publish = (...pieces: Uint8Array[]) => publishBytes(Buffer.concat(pieces), 'audio/ogg');

  it('that is chained is whole where one decoder plays it all, and rejected elsewhere', async () => {
    const link = fc.record({
      codec: fc.constantFrom('opus' as const, 'vorbis' as const),
      serial: fc.integer({ min: 1, max: 9 }),
      junk: fc.integer({ min: 0, max: 90 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(link, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        async (links, isAlike) => {
          const codecs = links.map(({ codec }) => (isAlike ? (links[0]?.codec ?? codec) : codec));
          const file = links.flatMap(({ serial, junk }, index) => [
            oggLink(songs[codecs[index] ?? 'opus'], serial),
            Buffer.alloc(index < links.length - 1 ? junk : 0),
          ]);

          const published = await publish(...file);

          if (new Set(codecs).size > 1) {
            expect([featureOf(published), published.bytes.length]).toEqual(['CHAINED_STREAMS', 0]);
            return;
          }
          const packets = await packetsOf(songs[codecs[0] ?? 'opus']);
          expect(await packetsOf(published.bytes)).toEqual(links.flatMap(() => packets));
          await expectTrueLength(published, 'audio/ogg');
          // What the first link leaves out at its end, and the next at its beginning, is 0.1 s at most.
          expect(Math.abs((secondsOf(published) ?? 0) - 2 * links.length)).toBeLessThan(0.1 * links.length);
        },
      ),
      settings,
    );
  });

  it('with another number of channels in its second link is not published by half', async () => {
    const stereo = oggLink(songs.opus, 2, (page, index) => {
      if (index === 0) page.writeUInt8(2, page.indexOf('OpusHead') + 9);
    });

    expect(featureOf(await publish(songs.opus, stereo))).toBe('CHAINED_STREAMS');
  });

  it('with FLAC is not published by half', async () => {
    const song = fixture('song-flac.ogg');

    expect(featureOf(await publish(song, oggLink(song, 7)))).toBe('CHAINED_STREAMS');
  });

  it.each(['opus', 'vorbis'] as const)('with %s and junk between its pages is whole', async (codec) => {
    const [head = Buffer.alloc(0), ...others] = oggPages(songs[codec]);

    const published = await publish(head, ...others.flatMap((page) => [Buffer.from('OggS junk'), page]));

    expect(await packetsOf(published.bytes)).toEqual(await packetsOf(songs[codec]));
    expect(secondsOf(published)).toBe(2);
  });

  it.each(['opus', 'vorbis'] as const)('with the headers of %s twice has its sound once', async (codec) => {
    const [head = Buffer.alloc(0), ...others] = oggPages(songs[codec]);
    const again = Buffer.from(head);
    again.writeUInt8(0, 5);

    const published = await publish(head, oggLink(again, head.readUInt32LE(14)), ...others);

    expect(await packetsOf(published.bytes)).toEqual(await packetsOf(songs[codec]));
  });

  it.each(['opus', 'vorbis'] as const)('with %s that was cut out of a stream begins at 0', async (codec) => {
    const fiveHours = 5 * 3600 * 48_000;
    const later = oggLink(songs[codec], 3, (page) => {
      const granule = page.readBigInt64LE(6);
      if (granule > 0n) page.writeBigInt64LE(granule + BigInt(fiveHours), 6);
    });

    const published = await publish(later);

    expect(secondsOf(published)).toBeCloseTo(2, 1);
    await expectTrueLength(published, 'audio/ogg');
  });

  it('keeps nothing of the comments', async () => {
    const { bytes } = await publish(songs.vorbis);

    expect(bytes.includes('Lavf')).toBe(false);
  });
});

describe('FLAC', () => {
  const song = fixture('song.flac');
  const publish = (...pieces: Uint8Array[]) => publishBytes(Buffer.concat(pieces), 'audio/flac');

  it('that is joined is not published by half', async () => {
    const published = await publish(song, song);

    expect([featureOf(published), published.bytes.length]).toEqual(['CHAINED_STREAMS', 0]);
  });

  it.each<[string, Buffer]>([
    ['zeros', Buffer.alloc(900)],
    ['notes', Buffer.from('somebody’s notes, which nobody asked for')],
    ['a tag', Buffer.concat([latin1('TAG'), Buffer.alloc(125, 'x')])],
  ])('followed by %s ends where its sound does', async (_what, behind) => {
    const { bytes } = await publish(song, behind);

    expect(bytes).toEqual((await publish(song)).bytes);
  });

  it.each([1, 12, 44, 64, 255])('of %i kHz is as it came', async (kilohertz) => {
    const file = flacInKilohertz(song, kilohertz);

    const published = await publish(file);

    // Two seconds at 16 kHz.
    expect(secondsOf(published)).toBeCloseTo(32 / kilohertz, 5);
    expect(published.result).toMatchObject({ found: { tracks: [{ sampleRateHertz: kilohertz * 1000 }] } });
    expect(published.bytes).toEqual(file);
  });

  it('of one frame says how large that is', async () => {
    const input = new Input({ source: new BufferSource(song), formats: [FLAC] });
    const track = await input.getPrimaryAudioTrack();
    const frame = track && (await new EncodedPacketSink(track).getFirstPacket());
    const samples = Math.round((frame?.duration ?? 0) * ((await track?.getSampleRate()) ?? 0));
    const start = song.indexOf(Buffer.from(frame?.data ?? []));
    const short = Buffer.from(song.subarray(0, start + (frame?.data.length ?? 0)));
    // RFC 9639 §8.2: the smallest block, and the total of samples.
    short.writeUInt16BE(0, 8);
    short.writeUInt32BE(samples, 8 + 14);

    const { result, bytes } = await publish(short);

    expect(result).toMatchObject({ outcome: 'READY' });
    expect([bytes.readUInt16BE(8), bytes.readUInt32BE(8 + 14)]).toEqual([samples, samples]);
  });
});

describe('a tag in front of', () => {
  const tag = id3([['TIT2', latin1('\0x')]]);

  it.each([
    ['song.ogg', 'audio/ogg'],
    ['song-vorbis.ogg', 'audio/ogg'],
    ['song-flac.ogg', 'audio/ogg'],
    ['song.wav', 'audio/wav'],
    ['song.flac', 'audio/flac'],
    ['song.mp3', 'audio/mpeg'],
    ['song.aac', 'audio/aac'],
  ])('%s changes nothing of what is published', async (name, contentType) => {
    const song = fixture(name);

    const { result, bytes } = await publishBytes(Buffer.concat([tag, song]), contentType);

    expect(result).toMatchObject({ outcome: 'READY', found: { mimeType: contentType } });
    expect(bytes).toEqual((await publishBytes(song, contentType)).bytes);
  });
});

describe('WAV', () => {
  it('of the other byte order has the same sound', async () => {
    const song = fixture('song.wav');
    const other = Buffer.from(song);
    const data = other.indexOf('data') + 8;
    other.write('RIFX');
    for (const at of [4, 16, 24, 28, data - 4]) other.subarray(at, at + 4).reverse();
    for (const at of [20, 22, 32, 34]) other.subarray(at, at + 2).reverse();
    other.subarray(data).swap16();
    // Whatever else stood before the sound is left out, as its sizes would have to be turned too.
    const turned = Buffer.concat([other.subarray(0, 36), other.subarray(data - 8)]);
    turned.writeUInt32BE(turned.length - 8, 4);

    const published = await publishBytes(turned, 'audio/wav');

    expect(await packetsOf(published.bytes)).toEqual(await packetsOf(song));
  });

  it('whose recorder crashed lasts to the end of the file', async () => {
    const song = fixture('song.wav');
    const crashed = Buffer.from(song);
    crashed.writeUInt32LE(0, 4);
    crashed.writeUInt32LE(0, crashed.indexOf('data') + 4);

    const published = await publishBytes(crashed, 'audio/wav');

    expect(secondsOf(published)).toBe(1);
    expect(await packetsOf(published.bytes)).toEqual(await packetsOf(song));
  });

  it('with MP3 in it becomes that MP3', async () => {
    const sound = mp3Frames(plainMp3, 40);
    const format = Buffer.alloc(30);
    format.writeUInt16LE(0x55, 0);
    format.writeUInt16LE(2, 2);
    format.writeUInt32LE(44_100, 4);
    format.writeUInt32LE(16_000, 8);
    format.writeUInt16LE(1, 12);
    format.writeUInt16LE(12, 16);
    const chunk = (type: string, data: Buffer) => {
      const size = Buffer.alloc(4);
      size.writeUInt32LE(data.length);
      return Buffer.concat([latin1(type), size, data, Buffer.alloc(data.length % 2)]);
    };
    const body = Buffer.concat([latin1('WAVE'), chunk('fmt ', format), chunk('data', sound)]);

    const published = await publishBytes(chunk('RIFF', body), 'audio/wav');

    expect(published.result).toMatchObject({
      outcome: 'READY',
      found: { mimeType: 'audio/wav', codecs: ['mp3'], durationSeconds: 1.044898 },
      renditions: [{ name: 'audio.mp3' }],
    });
    expect(await packetsOf(published.bytes)).toHaveLength(40);
  });
});

describe('sound that is larger than what is kept of it to look at', () => {
  const times = (song: Buffer, count: number) => Buffer.concat(Array.from({ length: count }, () => song));
  const largeWav = (): Buffer => {
    const song = fixture('song.wav');
    const data = song.indexOf('data') + 8;
    const large = Buffer.concat([song.subarray(0, data), times(song.subarray(data, data + 16_000), 1100)]);
    large.writeUInt32LE(large.length - 8, 4);
    large.writeUInt32LE(large.length - data, data - 4);
    return large;
  };

  it.each<[string, string, () => Buffer, number]>([
    ['WAV', 'audio/wav', largeWav, 1100],
    ['AAC', 'audio/aac', () => times(fixture('song.aac'), 2000), 4087],
    ['Ogg', 'audio/ogg', () => times(fixture('song.ogg'), 2200), 4444],
    ['MP3', 'audio/mpeg', () => times(mp3Frames(plainMp3, 1000), 42), 1097],
  ])('%s is published', async (_what, contentType, make, seconds) => {
    const file = make();

    const published = await publishBytes(file, contentType);

    expect(published.bytes.length).toBeGreaterThan(16 * 1024 * 1024);
    expect((secondsOf(published) ?? 0) / seconds).toBeCloseTo(1, 2);
  });
});
