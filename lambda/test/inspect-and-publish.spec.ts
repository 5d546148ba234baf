/** What happens inside the sandbox, without one: where failures go, and what bad containers come to. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { describeRejection } from '@media-feed/contract';
import type { OutputPiece } from '../src/sandbox/messages.ts';
import { defaultInspectionLimits, type Accepted, type TrackFacts } from '../src/inspect/inspection.ts';
import { oggChecksum, oggChecksumAt } from '../src/inspect/ogg-page.ts';
import { bufferReader, type RangedReader } from '../src/inspect/ranged-reader.ts';
import { inspectAndPublish } from '../src/inspect-and-publish.ts';
import { publish } from '../src/publish/publish.ts';
import { publishBytes } from './support/publish-bytes.ts';

const fixture = (name: string): Buffer => readFileSync(join(import.meta.dirname, 'fixtures', name));
const limits = defaultInspectionLimits;

/** Collects what is written. */
function collect() {
  const files = new Map<string, Buffer>();
  const accepted: Accepted[] = [];
  return {
    files,
    accepted,
    output: {
      accepted: (found: Accepted) => void accepted.push(found),
      write: ({ name, position, bytes }: OutputPiece) => {
        const before = files.get(name) ?? Buffer.alloc(0);
        const file = Buffer.alloc(Math.max(before.length, position + bytes.length));
        before.copy(file);
        file.set(bytes, position);
        files.set(name, file);
        return Promise.resolve();
      },
    },
  };
}

/** Fails at the `nth` read. */
function failingReader(bytes: Uint8Array, nth: number): RangedReader {
  const reader = bufferReader(bytes);
  let reads = 0;
  return {
    size: reader.size,
    read: (offset, length) =>
      ++reads >= nth ? Promise.reject(new Error('storage is unavailable')) : reader.read(offset, length),
  };
}

describe('inspectAndPublish', () => {
  it.each([
    ['photo.jpg', 'image/jpeg', '320.webp'],
    ['animation.gif', 'image/gif', '320.webp'],
    ['clip.mp4', 'video/mp4', 'video.mp4'],
    ['clip.mkv', 'video/x-matroska', 'video.mp4'],
    ['clip.webm', 'video/webm', 'video.webm'],
    ['clip-on-its-side.mp4', 'video/mp4', 'video.mp4'],
    ['song-flac.ogg', 'audio/ogg', 'audio.flac'],
    ['song.aac', 'audio/aac', 'audio.aac'],
    ['song.mp3', 'audio/mpeg', 'audio.mp3'],
  ])('%s', async (file, contentType, name) => {
    const { files, accepted, output } = collect();

    const result = await inspectAndPublish(bufferReader(fixture(file)), { contentType }, limits, output);

    expect(result).toMatchObject({ outcome: 'READY', renditions: [{ name }] });
    expect(accepted).toHaveLength(1);
    expect([...files.keys()]).toEqual([name]);
  });

  it('reports no acceptance, and writes nothing, where the first look rejects', async () => {
    const { files, accepted, output } = collect();

    const result = await inspectAndPublish(
      bufferReader(fixture('mpeg4-part-2.mp4')),
      { contentType: 'video/mp4' },
      limits,
      output,
    );

    expect(result).toMatchObject({ reason: 'UNSUPPORTED_TYPE' });
    expect([files.size, accepted.length]).toEqual([0, 0]);
  });

  it('writes nothing where only the end of the file is bad', async () => {
    const { files, accepted, output } = collect();
    const payload = Buffer.from('<html><script>alert(1)</script></html>');
    const bytes = Buffer.concat([fixture('photo.jpg'), payload]);

    const result = await inspectAndPublish(
      bufferReader(bytes),
      { contentType: 'image/jpeg' },
      limits,
      output,
    );

    expect(result).toMatchObject({ outcome: 'REJECTED', reason: 'ACTIVE_CONTENT' });
    expect([files.size, accepted.length]).toEqual([0, 1]);
  });
});

describe('publishing', () => {
  const video: TrackFacts = { kind: 'video', codec: 'avc', width: 160, height: 120, rotationDegrees: 0 };
  const audio: TrackFacts = { kind: 'audio', codec: 'aac', channels: 1, sampleRateHertz: 44_100 };
  const clip: Accepted = {
    outcome: 'ACCEPTED',
    mediaClass: 'VIDEO',
    mimeType: 'video/mp4',
    width: 160,
    height: 120,
    durationSeconds: 2,
    codecs: ['avc', 'aac'],
    frames: 1,
    tracks: [video, audio],
    target: 'mp4',
  };
  const publishClip = (bytes: Uint8Array, change: Partial<Accepted> = {}) =>
    publish(bufferReader(bytes), { ...clip, ...change }, limits, collect().output.write);

  it('rejects a codec that the container cannot hold, by its name', async () => {
    const result = await publishClip(fixture('clip.mp4'), { target: 'webm' });

    expect(result).toMatchObject({
      reason: 'UNSUPPORTED_TYPE',
      parameters: { found: 'a recording with avc, which its container cannot hold' },
    });
  });

  it('rejects a recording whose tracks are not those that were found', async () => {
    const result = await publishClip(fixture('clip.mp4'), { tracks: [video, audio, audio] });

    expect(result).toMatchObject({ reason: 'CORRUPT', parameters: { failure: 'MISSING_TRACK' } });
  });

  it('rejects half of an MP4, even where nobody looked before', async () => {
    const bytes = fixture('clip.mp4');

    expect(await publishClip(bytes.subarray(0, bytes.length / 2))).toMatchObject({ reason: 'CORRUPT' });
  });

  const flac: Partial<Accepted> = {
    target: 'flac',
    mediaClass: 'AUDIO',
    mimeType: 'audio/flac',
    tracks: [{ ...audio, codec: 'flac' }],
  };
  const oggFlac: Partial<Accepted> = { ...flac, mimeType: 'audio/ogg' };

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['cut in a page', (bytes) => bytes.subarray(0, bytes.length - 100)],
    [
      'with a page that was changed',
      (bytes) => Buffer.from(bytes.map((byte, at) => byte ^ (at === 9000 ? 1 : 0))),
    ],
    ['that is Opus', () => fixture('song.ogg')],
  ])('rejects FLAC in Ogg %s', async (_name, damage) => {
    const result = await publishClip(damage(fixture('song-flac.ogg')), oggFlac);

    expect(result).toMatchObject({ reason: 'CORRUPT' });
  });

  it('tells FLAC in Ogg that does not know its length how long it is', async () => {
    const bytes = fixture('song-flac.ogg');
    const streamInfo = bytes.indexOf('fLaC') + 8;
    const length = bytes.subarray(streamInfo + 14, streamInfo + 18);
    const known = Buffer.from(length);
    length.fill(0);
    const firstPage = bytes.subarray(0, bytes.indexOf('OggS', 4));
    firstPage.writeUInt32LE(oggChecksum(firstPage), oggChecksumAt);
    const { files, output } = collect();

    await publish(bufferReader(bytes), { ...clip, ...oggFlac }, limits, output.write);

    expect(files.get('audio.flac')?.subarray(8 + 14, 8 + 18)).toEqual(known);
  });

  it.each<[string, Partial<Accepted>]>([
    ['clip.mp4', {}],
    ['song-flac.ogg', oggFlac],
  ])('does not blame %s for storage that fails', async (file, change) => {
    const found = { ...clip, ...change };
    const write = collect().output.write;

    const published = publish(failingReader(fixture(file), 1), found, limits, write);

    await expect(published).rejects.toThrow('storage is unavailable');
  });

  it('does not blame a file for output that fails', async () => {
    const write = () => Promise.reject(new Error('no room'));

    await expect(publish(bufferReader(fixture('clip.mp4')), clip, limits, write)).rejects.toThrow('no room');
  });
});

describe('what is said of a damaged file', () => {
  it.each<[string, string, string, (bytes: Buffer) => void]>([
    ['song.m4a', 'audio/mp4', 'UNREADABLE_RECORDING', (bytes) => zero(bytes, bytes.indexOf('esds') + 30, 10)],
    ['photo.jpg', 'image/jpeg', 'UNREADABLE_PICTURE', (bytes) => zero(bytes, bytes.length - 3000, 2500)],
    [
      'picture.avif',
      'image/avif',
      'UNREADABLE_PICTURE',
      (bytes) => zero(bytes, bytes.indexOf('mdat') + 10, 8000),
    ],
  ])(
    '%s is a sentence of the catalogue; what a library says is for the log',
    async (file, type, failure, damage) => {
      const bytes = Buffer.from(fixture(file));
      damage(bytes);

      const { result } = await publishBytes(bytes, type);

      if (result.outcome === 'READY') throw new Error('It was published');
      expect(result).toMatchObject({ reason: 'CORRUPT', parameters: { failure }, cause: expect.any(String) });
      expect(describeRejection({ ...result, detail: 'Not of the catalogue.' })).toBe(result.detail);
      expect(result.detail).not.toContain(result.cause);
    },
  );
});

const zero = (bytes: Buffer, from: number, length: number) => void bytes.fill(0, from, from + length);
