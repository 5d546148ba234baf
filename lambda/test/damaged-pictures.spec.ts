/** What a browser shows whole is published, and what lacks pixels is not: asked of Chromium picture by picture. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fixture } from './inspect/support.ts';
import { openViewer, type Viewer } from './support/browser-view.ts';
import { damagedPictures, type DamagedPicture } from './support/damaged-pictures.ts';
import { outcomeOfPublishing, publishPictureBytes } from './support/publish-picture.ts';

/** Pixels are missing or wrong, which Chromium fills up with grey or with noise and calls complete. */
const lacksPixels =
  /the last scan cut|cut in the middle|progressive JPEG: (?:junk|zeros) in the middle|progressive JPEG: a wrong scan header/;
/** Noise among pixels that decodes all the same. Nobody can tell it from a picture. */
const isUndecided = /(?:junk|zeros) in the middle/;

let viewer: Viewer;
const pictures: DamagedPicture[] = await damagedPictures();
beforeAll(async () => {
  viewer = await openViewer();
});
afterAll(() => viewer.close());

describe('a damaged picture', () => {
  it.each(pictures.map((picture) => [picture.name, picture] as const))(
    '%s',
    async (name, { bytes, mimeType }) => {
      const seen = await viewer.view(bytes, mimeType);
      const published = await publishPictureBytes(bytes, mimeType);

      if (lacksPixels.test(name)) expect(outcomeOfPublishing(published)).toBe('CORRUPT');
      else if (seen.isWhole && !isUndecided.test(name)) expect(outcomeOfPublishing(published)).toBe('READY');
      // What is served has the size that is announced, and that of the source.
      if (published.result.outcome === 'REJECTED') return;
      const { found } = published.result;
      expect([found.width, found.height]).toEqual(seen.size ?? [found.width, found.height]);
      const served = await viewer.view(published.renditions.at(-1) ?? new Uint8Array(0), 'image/webp');
      expect(served).toMatchObject({ isWhole: true, size: [found.width, found.height] });
    },
  );

  it.each([
    ['samsung-scan-header.jpg', 'image/jpeg'],
    ['junk-between-segments.jpg', 'image/jpeg'],
    ['wrong-checksum-of-text.png', 'image/png'],
  ])('%s, as it was reported', async (name, mimeType) => {
    expect(await viewer.view(fixture(name), mimeType)).toMatchObject({ isWhole: true });
    expect(outcomeOfPublishing(await publishPictureBytes(fixture(name), mimeType))).toBe('READY');
  });
});
