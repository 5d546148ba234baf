/**
 * What the patches under lambda/patches/ change: each test fails without its own, and says when a version of the
 * library that has the change makes it superfluous. docs/upstream/ has the reports.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  BufferSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedPacketSink,
  FLAC,
  FlacOutputFormat,
  Input,
  MATROSKA,
  MP4,
  Output,
} from 'mediabunny';
import { publishBytes } from './support/publish-bytes.ts';
import { insertIntoBox } from './support/iso-boxes.ts';
import { startFunction } from './support/running-function.ts';
import { box, ebmlElement, fixture, latin1 } from './inspect/support.ts';

const upstream = join(import.meta.dirname, '../../docs/upstream');
const patches = readdirSync(join(import.meta.dirname, '../patches'));

it.each(patches)('%s has its report for the authors', (patch) => {
  const name = /\d+\+([\w-]+)\.patch$/.exec(patch)?.[1] ?? '';
  expect(readFileSync(join(upstream, `mediabunny-${name}.md`), 'utf8')).toContain(patch);
});

/** Packets of all tracks, as whoever reads them gets them. */
async function packetsOf(bytes: Uint8Array): Promise<string[]> {
  const input = new Input({ source: new BufferSource(bytes), formats: [MP4, MATROSKA] });
  const packets: string[] = [];
  for (const track of await input.getTracks()) {
    if (!track.isVideoTrack() && !track.isAudioTrack()) continue;
    for await (const { data } of new EncodedPacketSink(track).packets()) {
      packets.push(Buffer.from(data).toString('base64'));
    }
  }
  return packets;
}

describe('Matroska', () => {
  // The loop never lets go of the processor, so that only another process can end it.
  describe('that ends in bytes of no element', () => {
    let running: Awaited<ReturnType<typeof startFunction>>;
    beforeAll(async () => {
      running = await startFunction({ settings: { SANDBOX_TIMEOUT_SECONDS: '60' } });
    });
    afterAll(() => running.close());

    it('is read to its end, and no further', async () => {
      const live = Buffer.from(fixture('clip.mkv'));
      // A segment of unknown size, as recorders write it, ends where no element follows.
      live.fill(0xff, segmentSizeAt + 1, segmentSizeAt + 8);

      const result = await running.inspect(Buffer.concat([live, Buffer.alloc(30)]), 'video/x-matroska');

      expect(result).toMatchObject({ outcome: 'READY' });
    });
  });

  it('with an unknown element behind its clusters has the packets that it has without', async () => {
    const clip = fixture('clip.mkv');
    const clusters = clip.subarray(clip.indexOf(Buffer.from('1f43b675', 'hex')));
    const unknown = ebmlElement([0x1b, 0x53, 0x86, 0x67], Buffer.alloc(11), clusters);
    const longer = Buffer.concat([clip, unknown]);
    longer.writeUInt32BE(longer.length - segmentSizeAt - 8, segmentSizeAt + 4);

    const { result, bytes } = await publishBytes(longer, 'video/x-matroska');

    expect(result).toMatchObject({ outcome: 'READY' });
    expect(await packetsOf(bytes)).toEqual(
      await packetsOf((await publishBytes(clip, 'video/x-matroska')).bytes),
    );
  });
});

/** The eight bytes of the segment's size in the fixtures that ffmpeg wrote. */
const segmentSizeAt = 44;

describe('MP4', () => {
  const entry = ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd', 'avc1'];
  const colours = latin1('nclx\0\x01\0\x01\0\x01');

  it.each<[string, readonly string[], Buffer]>([
    ['a colr box without its last byte', entry, box('colr', colours)],
    ['a colr box that holds nothing', entry, box('colr')],
    ['a pasp box that is cut short', entry, box('pasp', Buffer.alloc(4))],
    ['a box of metadata that is cut short', ['moov'], box('udta', box('meta'))],
  ])('with %s is as whole as without', async (_what, path, piece) => {
    const clip = fixture('clip.mp4');

    const { result, bytes } = await publishBytes(insertIntoBox(clip, path, piece), 'video/mp4');

    expect(result).toMatchObject({ outcome: 'READY' });
    expect(await packetsOf(bytes)).toEqual(await packetsOf((await publishBytes(clip, 'video/mp4')).bytes));
  });

  it('keeps the colours that a colr box without its last byte names', async () => {
    const file = insertIntoBox(fixture('clip.mp4'), entry, box('colr', colours));

    const input = new Input({
      source: new BufferSource((await publishBytes(file, 'video/mp4')).bytes),
      formats: [MP4],
    });

    const track = await input.getPrimaryVideoTrack();
    expect(await track?.getColorSpace()).toMatchObject({
      primaries: 'bt709',
      transfer: 'bt709',
      matrix: 'bt709',
    });
  });
});

describe('FLAC', () => {
  it('of one frame has the block size of that frame', async () => {
    const input = new Input({ source: new BufferSource(fixture('song.flac')), formats: [FLAC] });
    const track = await input.getPrimaryAudioTrack();
    const decoderConfig = await track?.getDecoderConfig();
    const frame = track && (await new EncodedPacketSink(track).getFirstPacket());
    if (!frame || !decoderConfig) throw new Error('The fixture has no sound');
    const target = new BufferTarget();
    const output = new Output({ format: new FlacOutputFormat(), target });
    const source = new EncodedAudioPacketSource('flac');
    output.addAudioTrack(source);
    await output.start();
    await source.add(frame, { decoderConfig });
    await output.finalize();

    const streamInfo = Buffer.from(target.buffer ?? new ArrayBuffer(0)).subarray(8);

    // RFC 9639 §8.2: minimum and maximum block size.
    const samples = Math.round(frame.duration * decoderConfig.sampleRate);
    expect([streamInfo.readUInt16BE(0), streamInfo.readUInt16BE(2)]).toEqual([samples, samples]);
  });

  it('of one frame of eight samples has the smallest block size there may be', async () => {
    const frame = Buffer.from('fff864080007f602000059007f0058ff0002a5fd8103a5fed362', 'hex');
    const info = `664c6143800000221000100000001a00001a01f400f000000008${'00'.repeat(16)}`;
    const target = new BufferTarget();
    const output = new Output({ format: new FlacOutputFormat(), target });
    const source = new EncodedAudioPacketSource('flac');
    output.addAudioTrack(source);
    await output.start();
    await source.add(new EncodedPacket(frame, 'key', 0, 8 / 8000), {
      decoderConfig: {
        codec: 'flac',
        numberOfChannels: 1,
        sampleRate: 8000,
        description: Buffer.from(info, 'hex'),
      },
    });
    await output.finalize();

    const streamInfo = Buffer.from(target.buffer ?? new ArrayBuffer(0)).subarray(8);
    expect([streamInfo.readUInt16BE(0), streamInfo.readUInt16BE(2)]).toEqual([16, 16]);
  });
});
