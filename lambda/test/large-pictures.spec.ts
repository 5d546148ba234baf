/** The largest pictures that cameras make, and what is just beyond the limit. */
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { publishPictureBytes } from './support/publish-picture.ts';

/** Sensors of 108 megapixels, the commonest of the large ones. */
const [width, height] = [12_000, 9000];
const flat = sharp({ create: { width, height, channels: 3, background: '#852' }, limitInputPixels: false });

describe('a photo of 108 megapixels', () => {
  it.each([
    ['sequential', false],
    ['progressive', true],
  ])('%s, is published', async (_name, progressive) => {
    const jpeg = await flat.clone().jpeg({ quality: 60, progressive }).toBuffer();

    const { result } = await publishPictureBytes(jpeg, 'image/jpeg');

    expect(result).toMatchObject({
      outcome: 'READY',
      found: { width, height },
      renditions: [
        { width: 320 },
        { width: 960 },
        { width: 2048 },
        { name: '4096.webp', width: 4096, height: 3072 },
      ],
    });
  });
});

describe('a photo of more than 120 megapixels', () => {
  it('is rejected in words that say so', async () => {
    const jpeg = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#852' } })
      .jpeg()
      .toBuffer();
    // SOF0 (ITU-T T.81 §B.2.2): marker, length, precision, lines, samples a line.
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    jpeg.writeUInt16BE(11_000, frame + 5);
    jpeg.writeUInt16BE(11_000, frame + 7);

    const { result } = await publishPictureBytes(jpeg, 'image/jpeg');

    expect(result).toMatchObject({
      reason: 'TOO_MANY_PIXELS',
      detail: 'This picture is 11,000 × 11,000; the limit is 120 megapixels.',
    });
  });
});
