/** A recording that makes the decoder hang, grow or die, or lies about itself, has a result; its neighbours theirs. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { startDecoder } from './support/running-decoder.ts';
import { fixture, type FunctionOptions } from './support/running-function.ts';

type Running = Awaited<ReturnType<typeof startDecoder>>;

let decoder: Running;
const start = async (options: FunctionOptions = {}): Promise<Running> => {
  decoder = await startDecoder(options);
  return decoder;
};
afterEach(() => decoder.close());

const misbehaving: FunctionOptions = {
  sandboxEntry: new URL('./support/misbehaving-decoder.ts', import.meta.url),
  settings: {
    // A second for a file of some bytes, and twenty minutes for its neighbours.
    SANDBOX_TIMEOUT_SECONDS: '1',
    SANDBOX_BYTES_PER_SECOND: '8',
    SANDBOX_MEMORY_MIB: '600',
  },
};

describe('a recording that makes the decoder', () => {
  it.each([
    ['hang', 1],
    ['grow', 2],
    ['crash', 3],
    ['leave', 4],
  ])('%s has no poster, and the next one has', async (_, size) => {
    const { decode, publishedKeys } = await start(misbehaving);
    const bad = await decode(Buffer.alloc(size), 'video.mp4');
    expect(bad).toMatchObject({ kind: 'ADDED', type: 'VIDEO' });
    expect(bad.poster).toBeUndefined();
    expect(await publishedKeys(bad.mediaId)).toHaveLength(1);

    const next = await decode(await fixture('clip.mp4'), 'video.mp4');
    expect(next.poster?.renditions).toHaveLength(1);
  });
});

/** The fields of an AVC sample entry (ISO/IEC 14496-12 §12.1.3.2): 24 bytes behind its type. */
function claimingSize(movie: Buffer, width: number, height: number): Buffer {
  const claiming = Buffer.from(movie);
  const at = claiming.indexOf('avc1') + 'avc1'.length + 24;
  claiming.writeUInt16BE(width, at);
  claiming.writeUInt16BE(height, at + 2);
  return claiming;
}

/** The size in the header of each VP9 key frame (§7.2: behind the sync code and four bits). */
function withFramesOf(film: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(film);
  const syncCode = Buffer.from([0x49, 0x83, 0x42]);
  for (let at = changed.indexOf(syncCode); at >= 0; at = changed.indexOf(syncCode, at + 1)) {
    const start = at + syncCode.length;
    const bits = [width - 1, height - 1].map((side) => side.toString(16).padStart(4, '0')).join('');
    const kept = changed.toString('hex', start, start + 5);
    changed.write(`${kept.slice(0, 1)}${bits}${kept.slice(-1)}`, start, 'hex');
  }
  return changed;
}

/** The count in each table of sample sizes (§8.7.3.2), behind version, flags and the size of all. */
function withoutSamples(movie: Buffer): Buffer {
  const changed = Buffer.from(movie);
  for (let at = changed.indexOf('stsz'); at >= 0; at = changed.indexOf('stsz', at + 1)) {
    changed.writeUInt32BE(0, at + 'stsz'.length + 8);
  }
  return changed;
}

describe('a video', () => {
  it('whose first frame comes at minute 3 has it as its poster', async () => {
    const { decode } = await start();
    const { poster } = await decode(await fixture('starts-at-minute-3.mp4'), 'video.mp4');
    expect(poster?.renditions[0]).toMatchObject({ width: 160, height: 120 });
  });

  it.each<[string, () => Promise<Buffer>, string]>([
    ['has no frames', async () => withoutSamples(await fixture('clip.mp4')), 'video.mp4'],
    ['has 0 × 0 pixels', async () => claimingSize(await fixture('clip.mp4'), 0, 0), 'video.mp4'],
    ['has a width of 0', async () => claimingSize(await fixture('clip.mp4'), 0, 120), 'video.mp4'],
    [
      'has frames of 65,536²',
      async () => withFramesOf(await fixture('clip.webm'), 65_536, 65_536),
      'video.webm',
    ],
    [
      'has frames of 20,000²',
      async () => withFramesOf(await fixture('clip.webm'), 20_000, 20_000),
      'video.webm',
    ],
  ])('that %s has a result, and the next one its poster', async (_, film, rendition) => {
    const { decode } = await start();
    expect(await decode(await film(), rendition)).toMatchObject({ kind: 'ADDED', type: 'VIDEO' });
    const next = await decode(await fixture('clip.mp4'), 'video.mp4');
    expect(next.poster?.renditions).toHaveLength(1);
  });

  it('that says to be 65,535² has the poster of what it is', async () => {
    const { decode } = await start();
    const { poster } = await decode(claimingSize(await fixture('clip.mp4'), 65_535, 65_535), 'video.mp4');
    expect(Math.max(...(poster?.renditions ?? []).map(({ width }) => width ?? 0))).toBeLessThanOrEqual(4096);
  });
});
