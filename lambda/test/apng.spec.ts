/** Real animations against the frames that FFmpeg makes of them (`ffmpeg -i FILE -pix_fmt rgba -f framehash -`). */
import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { inspect } from '../src/inspect/inspect.ts';
import { defaultInspectionLimits } from '../src/inspect/inspection.ts';
import { bufferReader } from '../src/inspect/ranged-reader.ts';
import { FrameCanvas } from '../src/publish/frame-canvas.ts';
import { readApng } from '../src/publish/apng.ts';
import { publishPicture } from '../src/publish/pictures.ts';
import { fixture, pngChunk } from './inspect/support.ts';

/** SHA-256, eight digits each. */
const framesByFfmpeg = ['176b8f62', '926dcbaf', 'e9bdcbeb', '3e638738', '708d9074'];
const animation = fixture('animation.png');

async function publish(bytes: Uint8Array): Promise<Uint8Array> {
  const found = await inspect(bufferReader(bytes), { contentType: 'image/png' }, defaultInspectionLimits);
  if (found.outcome === 'REJECTED') throw new Error(found.detail);
  const written: Uint8Array[] = [];
  const result = await publishPicture(bufferReader(bytes), found, defaultInspectionLimits, (piece) => {
    written.push(piece.bytes);
    return Promise.resolve();
  });
  if (result.outcome === 'REJECTED') throw new Error(result.detail);
  return written[0] ?? new Uint8Array(0);
}

const shape = async (webp: Uint8Array) => {
  const { format, pages, delay, loop, width, pageHeight } = await sharp(webp, { animated: true }).metadata();
  return { format, pages, delay, loop, width, height: pageHeight };
};

describe('an APNG', () => {
  it('has the frames that others see in it', async () => {
    const apng = readApng(animation);
    if (!apng) throw new Error('No animation was found');
    const canvas = new FrameCanvas(apng.width, apng.height);
    const seen: string[] = [];
    for (const frame of apng.frames) {
      canvas.draw(frame, await frame.decode());
      seen.push(createHash('sha256').update(canvas.pixels).digest('hex').slice(0, 8));
    }

    expect(seen).toEqual(framesByFfmpeg);
    expect(apng.frames.some(({ top, height }) => top > 0 && height < apng.height)).toBe(true);
  });

  it('is published with frames, delays and repetitions', async () => {
    expect(await shape(await publish(animation))).toEqual({
      format: 'webp',
      pages: 5,
      delay: [200, 200, 200, 200, 200],
      loop: 3,
      width: 80,
      height: 60,
    });
  });

  it('begins with the picture that the file begins with', async () => {
    const [published, uploaded] = await Promise.all(
      [await publish(animation), animation].map((bytes) => sharp(bytes).removeAlpha().raw().toBuffer()),
    );
    const distance = published?.reduce((sum, value, at) => sum + Math.abs(value - (uploaded?.[at] ?? 0)), 0);

    expect(published).toHaveLength(uploaded?.length ?? NaN);
    // As much as WebP's compression changes of a test picture with hard edges; a black one is 100 away.
    expect((distance ?? NaN) / (published?.length ?? 1)).toBeLessThan(12);
  });

  it('whose frames are numbered wrongly is published as the still that stands for it', async () => {
    const bytes = Buffer.from(animation);
    const control = bytes.lastIndexOf('fcTL');
    bytes.writeUInt32BE(99, control + 4);
    pngChunk('fcTL', bytes.subarray(control + 4, control + 30)).copy(bytes, control - 4);

    expect((await shape(await publish(bytes))).pages ?? 1).toBe(1);
  });

  it('with a frame that cannot be decoded is rejected', async () => {
    const bytes = Buffer.from(animation);
    const data = bytes.lastIndexOf('fdAT');
    const length = bytes.readUInt32BE(data - 4);
    bytes.fill(0x5a, data + 8 + 2, data + 4 + length);
    pngChunk('fdAT', bytes.subarray(data + 4, data + 4 + length)).copy(bytes, data - 4);

    await expect(publish(bytes)).rejects.toThrow('could not be decoded');
  });
});
