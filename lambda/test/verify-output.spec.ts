/** A writer that drops something, adds something or lies about it is caught by who looks at what it wrote. */
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { defaultInspectionLimits as limits, type Accepted } from '../src/inspect/inspection.ts';
import { inspect, inspectToTheEnd } from '../src/inspect/inspect.ts';
import { bufferReader } from '../src/inspect/ranged-reader.ts';
import { publish } from '../src/publish/publish.ts';
import { verifyOutput, type Made } from '../src/publish/verify-output.ts';
import { WrittenRenditions } from '../src/publish/written-renditions.ts';
import { makeMovie, type MadeTrack } from './support/made-movie.ts';
import { fixture } from './inspect/support.ts';

/** What a writer wrote, in one piece. */
async function written(files: Readonly<Record<string, Uint8Array>>, frontBytes = 1_000_000) {
  const renditions = new WrittenRenditions(() => Promise.resolve());
  for (const [name, bytes] of Object.entries(files)) {
    await renditions.write({ name, position: 0, bytes, settledBytes: 0, frontBytes });
  }
  return renditions;
}

async function inspected(bytes: Uint8Array, contentType: string): Promise<Accepted> {
  const reader = bufferReader(bytes);
  const first = await inspect(reader, { contentType }, limits);
  const whole = first.outcome === 'ACCEPTED' ? await inspectToTheEnd(reader, first, limits) : first;
  if (whole.outcome === 'REJECTED') throw new Error(whole.detail);
  return whole;
}

const pictures = (count: number): MadeTrack => ({
  kind: 'video',
  timescale: 1000,
  sampleDuration: 40,
  starts: Array.from({ length: count }, (_, index) => index * 40),
});
const sound = (count: number): MadeTrack => ({
  kind: 'audio',
  timescale: 48_000,
  sampleDuration: 1024,
  starts: Array.from({ length: count }, (_, index) => index * 1024),
});

describe('of a recording', () => {
  const upload = makeMovie([pictures(100), sound(188)]);
  const decided = async (): Promise<Made & { copied: NonNullable<Made['copied']> }> => {
    const found = await inspected(upload, 'video/mp4');
    const bytes = upload.length / 2;
    return {
      outcome: 'READY',
      found,
      renditions: [{ name: 'video.mp4', width: found.width, height: found.height }],
      placeholder: null,
      copied: [
        { read: 100, written: 100, bytes },
        { read: 188, written: 188, bytes },
      ],
    };
  };
  const verify = async (movie: Uint8Array, change: Partial<Made> = {}) =>
    verifyOutput({ ...(await decided()), ...change }, await written({ 'video.mp4': movie }), limits);

  it('nothing is said where it is as decided', async () => {
    const { found } = await decided();
    expect(await verify(upload)).toEqual(found);
  });

  it.each<[string, MadeTrack[], string]>([
    ['a picture is missing', [pictures(99), sound(188)], '99 of 100 packets of video were written'],
    ['a picture is too much', [pictures(101), sound(188)], '101 of 100 packets'],
    ['a packet of sound is missing', [pictures(100), sound(187)], '187 of 188 packets of audio'],
    ['a track is missing', [pictures(100)], '1 of 2 tracks'],
    ['a track is too much', [pictures(100), sound(188), sound(188)], '3 of 2 tracks'],
    [
      'more is hidden than encoders put in front',
      [{ ...pictures(100), edits: [{ duration: 3000, mediaTime: 1000 }] }, sound(188)],
      'more than plays',
    ],
    [
      'several parts play',
      [{ ...pictures(100), edits: [part(0, 1000), part(2000, 3000)] }, sound(188)],
      'more than plays',
    ],
  ])('it is rejected where %s', async (_what, tracks, fault) => {
    expect(await verify(makeMovie(tracks))).toMatchObject({
      reason: 'CORRUPT',
      cause: expect.stringContaining(fault),
    });
  });

  it('it is rejected where the demuxer came to another end than inspection', async () => {
    const { copied } = await decided();
    const half = copied.map((counts) => ({ ...counts, read: counts.read / 2 }));

    expect(await verify(upload, { copied: half })).toMatchObject({
      reason: 'CORRUPT',
      cause: expect.stringContaining('50 of 100 packets of video could be read'),
    });
  });

  it('it is rejected where it cannot be read again', async () => {
    expect(await verify(upload.subarray(0, -10))).toMatchObject({ reason: 'CORRUPT' });
  });

  it('its facts are those of what was written, where nothing is missing', async () => {
    const { found } = await decided();
    const wrong = { ...found, width: 4, height: 4, durationSeconds: 10 };

    expect(await verify(upload, { found: wrong })).toMatchObject({
      width: 160,
      height: 120,
      durationSeconds: expect.closeTo(4, 1),
    });
  });

  it('the index is read although its samples were not kept', async () => {
    const large = { ...(await decided()), copied: [{ read: 100, written: 100, bytes: 3e7 }] };
    const [video] = large.found.tracks;
    if (!video) throw new Error('No track');
    // An index in front, and so much behind it that only the front is kept.
    const renditions = new WrittenRenditions(() => Promise.resolve());
    const { index, bytes } = indexInFront(100, 300_000);
    const piece = { name: 'video.mp4', settledBytes: 0, frontBytes: 100_000 };
    await renditions.write({ ...piece, position: 0, bytes: index });
    for (let at = 0; at < bytes; at += 1_000_000) {
      const length = Math.min(1_000_000, bytes - at);
      await renditions.write({
        ...piece,
        position: index.length + at,
        bytes: new Uint8Array(length).fill(7),
      });
    }
    const found = { ...large.found, tracks: [video] };

    expect(renditions.rendition('video.mp4')?.isWhole).toBe(false);
    expect(await verifyOutput({ ...large, found }, renditions, limits)).toMatchObject({
      outcome: 'ACCEPTED',
    });
    const tooFew = [{ read: 100, written: 99, bytes: 3e7 }];
    expect(await verifyOutput({ ...large, found, copied: tooFew }, renditions, limits)).toMatchObject({
      reason: 'CORRUPT',
    });
    const tooSmall = [{ read: 100, written: 100, bytes: 6e7 }];
    expect(await verifyOutput({ ...large, found, copied: tooSmall }, renditions, limits)).toMatchObject({
      cause: expect.stringContaining('for 60000000 bytes'),
    });
  });

  it('a real one that is not what was found is rejected', async () => {
    const clip = fixture('clip.mp4');
    const found = await inspected(clip, 'video/mp4');
    const tracks = found.tracks.map((track) => ({ ...track, packets: (track.packets ?? 0) + 1 }));
    const write = () => Promise.resolve();

    expect(await publish(bufferReader(clip), found, limits, write)).toMatchObject({ outcome: 'READY' });
    expect(await publish(bufferReader(clip), { ...found, tracks }, limits, write)).toMatchObject({
      reason: 'CORRUPT',
    });
  });
});

function part(from: number, to: number) {
  return { duration: to - from, mediaTime: from };
}

/** A movie whose samples, all of one size, stand behind its index. */
function indexInFront(count: number, sampleBytes: number) {
  const movie = makeMovie([pictures(count)]);
  const moov = Buffer.from(movie.subarray(movie.indexOf('moov') - 4));
  const ftyp = movie.subarray(0, movie.indexOf('mdat') - 4);
  const bytes = count * sampleBytes;
  const sizes = moov.indexOf('stsz') + 16;
  for (let index = 0; index < count; index += 1) moov.writeUInt32BE(sampleBytes, sizes + index * 4);
  moov.writeUInt32BE(ftyp.length + moov.length + 8, moov.indexOf('stco') + 12);
  const mdat = Buffer.alloc(8);
  mdat.writeUInt32BE(8 + bytes);
  mdat.write('mdat', 4, 'latin1');
  return { index: Buffer.concat([ftyp, moov, mdat]), bytes };
}

describe('of a picture', () => {
  const webp = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: 'teal' } })
      .webp()
      .toBuffer();
  const decided = async (): Promise<Made> => ({
    outcome: 'READY',
    found: { ...(await inspected(fixture('photo.jpg'), 'image/jpeg')), width: 800, height: 600 },
    renditions: [
      { name: '320.webp', width: 320, height: 240 },
      { name: '960.webp', width: 800, height: 600 },
    ],
    placeholder: null,
  });

  it('nothing is said where it is as decided', async () => {
    const made = await decided();
    const files = await written({ '320.webp': await webp(320, 240), '960.webp': await webp(800, 600) });
    expect(await verifyOutput(made, files, limits)).toEqual(made.found);
  });

  it.each([
    ['has another size', { '320.webp': [320, 240], '960.webp': [600, 800] }],
    ['was not written', { '320.webp': [320, 240] }],
    ['was not announced', { '320.webp': [320, 240], '960.webp': [800, 600], '2048.webp': [800, 600] }],
  ])('it is rejected where a rendition %s', async (_what, sizes) => {
    const files: Record<string, Uint8Array> = {};
    for (const [name, [width = 1, height = 1]] of Object.entries(sizes))
      files[name] = await webp(width, height);

    expect(await verifyOutput(await decided(), await written(files), limits)).toMatchObject({
      reason: 'CORRUPT',
    });
  });

  it('it is rejected where it is no WebP', async () => {
    const png = await sharp(await webp(320, 240))
      .png()
      .toBuffer();
    const files = await written({ '320.webp': png, '960.webp': await webp(800, 600) });

    expect(await verifyOutput(await decided(), files, limits)).toMatchObject({ reason: 'CORRUPT' });
  });

  it.each([
    ['turned', [600, 800], { width: 600, height: 800 }],
    ['cut', [800, 300], { width: 800, height: 300 }],
    ['scaled', [80, 60], { width: 800, height: 600 }],
  ])(
    'its size is that of what was written, where that is %s',
    async (_how, [width = 1, height = 1], facts) => {
      const made: Made = { ...(await decided()), renditions: [{ name: '320.webp', width, height }] };

      const seen = await verifyOutput(made, await written({ '320.webp': await webp(width, height) }), limits);

      expect(seen).toMatchObject(facts);
    },
  );
});
