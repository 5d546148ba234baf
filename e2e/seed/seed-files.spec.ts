import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { type Canvas, newCanvas } from '@media-feed/seed/drawing/canvas';
import type { Colour } from '@media-feed/seed/drawing/colour';
import { nalUnit } from '@media-feed/seed/film/h264';
import { writeFilm } from '@media-feed/seed/film/write-film';
import { likesOfRank, spreadLikes } from '@media-feed/seed/likes';
import { makeFile } from '@media-feed/seed/make';
import { randomOf } from '@media-feed/seed/random';
import { writeFlac } from '@media-feed/seed/sound/flac';
import { writeWav } from '@media-feed/seed/sound/wav';
import { type MadeFile, planWorks, type Work } from '@media-feed/seed/work';

const size = { width: 100, height: 70 };
const blue: Colour = [30, 60, 200];
const orange: Colour = [250, 140, 20];

/** Blue, with an orange square that stands still at first and then jumps to the other side. */
function* jumpingSquare(): Generator<Canvas> {
  for (const left of [0, 0, 68]) {
    const canvas = newCanvas(size);
    for (let at = 0; at < size.width * size.height; at += 1) {
      const column = at % size.width;
      const isSquare = column >= left && column < left + 32 && at < 32 * size.width;
      canvas.pixels.set(isSquare ? orange : blue, at * 3);
    }
    yield canvas;
  }
}

/** MP4 says when it was written, ahead of its samples. */
const content = ({ bytes }: MadeFile) =>
  Buffer.from(bytes).subarray(Math.max(0, Buffer.from(bytes).indexOf('mdat')));

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

test.describe('what the seed makes by itself', () => {
  for (const type of ['video/mp4', 'video/quicktime'] as const) {
    test(`a film in ${type} shows its pixels in a browser`, async ({ page }) => {
      const film = await writeFilm({ ...size, framesPerSecond: 2, frames: jumpingSquare() }, type);
      // Chromium plays MOV under MP4's name, as the platform publishes it.
      await page.setContent(`<video muted src="data:video/mp4;base64,${base64(film)}">`);

      const seen = await page.locator('video').evaluate(async (video: HTMLVideoElement) => {
        // Until its first frame is there, a seek may end before there is anything to draw.
        if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) {
          await new Promise((resolve) => video.addEventListener('loadeddata', resolve, { once: true }));
        }
        const pixelsAt = async (time: number) => {
          const sought = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
          video.currentTime = time;
          await sought;
          const context = new OffscreenCanvas(video.videoWidth, video.videoHeight).getContext('2d');
          context?.drawImage(video, 0, 0);
          return [8, 92].map((x) => [...(context?.getImageData(x, 8, 1, 1).data.slice(0, 3) ?? [])]);
        };
        const times = [0.25, 0.75, 1.25];
        const frames: number[][][] = [];
        for (const time of times) frames.push(await pixelsAt(time));
        return { frames, width: video.videoWidth, height: video.videoHeight, duration: video.duration };
      });

      expect(seen).toMatchObject({ ...size, duration: 1.5 });
      const expected = [
        [orange, blue],
        [orange, blue],
        [blue, orange],
      ];
      for (const [frame, places] of expected.entries()) {
        for (const [place, colour] of places.entries()) {
          for (const [part, value] of colour.entries()) {
            const shown = seen.frames[frame]?.[place]?.[part] ?? -1000;
            expect(Math.abs(shown - value), `frame ${frame}, place ${place}, part ${part}`).toBeLessThan(8);
          }
        }
      }
    });
  }

  test('no start code can occur within a NAL unit', () => {
    const payload = Uint8Array.of(0, 0, 1, 0, 0, 0, 0, 0, 3, 0, 0, 4);
    expect([...nalUnit(3, 7, payload)]).toEqual([0x67, 0, 0, 3, 1, 0, 0, 3, 0, 0, 3, 0, 3, 0, 0, 4]);
  });

  test('FLAC and WAV hold every sample, through silence, noise and the loudest', async ({ page }) => {
    const random = randomOf('noise');
    const samples = Int16Array.from({ length: 2 * 10_001 }, (_, index) => {
      if (index < 6000) return 0;
      if (index < 12_000) return random.whole(-32_768, 32_767);
      return index % 4 < 2 ? 32_767 : -32_768;
    });
    await page.setContent('');

    for (const bytes of [await writeFlac(samples, 22_050, 2), writeWav(samples, 22_050, 2)]) {
      const decoded = await page.evaluate(async (text) => {
        const file = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
        const buffer = await new OfflineAudioContext(2, 1, 22_050).decodeAudioData(file.buffer);
        const [left, right] = [buffer.getChannelData(0), buffer.getChannelData(1)];
        return Array.from({ length: buffer.length * 2 }, (_, index) => {
          const value = (index % 2 === 0 ? left : right)[index >> 1] ?? 0;
          // Chromium divides negative samples by 32,768 and the others by 32,767.
          return Math.round(value * (value < 0 ? 32_768 : 32_767));
        });
      }, base64(bytes));
      expect(decoded).toEqual([...samples]);
    }
  });

  test('the same work makes the same file, another one another', async () => {
    const size = { width: 300, height: 200 };
    const works: Work[] = [
      { kind: 'picture', seed: 'one', scene: 'mountains', size, type: 'image/webp' },
      { kind: 'film', seed: 'one', film: 'windows', type: 'video/mp4' },
      { kind: 'sound', seed: 'one', composition: 'harp', type: 'audio/flac' },
    ];
    for (const work of works) {
      const [once, again] = [await makeFile(work), await makeFile(work)];
      const another = await makeFile({ ...work, seed: 'another' });
      expect(Buffer.compare(content(once), content(again)), work.kind).toBe(0);
      expect(Buffer.compare(content(once), content(another)), work.kind).not.toBe(0);
    }
  });

  test('an animation moves', async () => {
    for (const [loop, type] of [
      ['bloom', 'image/gif'],
      ['ripples', 'image/webp'],
    ] as const) {
      const { bytes } = await makeFile({ kind: 'animation', seed: 'one', loop, type });
      const { pages = 1 } = await sharp(bytes).metadata();
      expect(pages).toBeGreaterThan(15);
      const frames = await Promise.all(
        [0, Math.floor(pages / 2)].map((page) => sharp(bytes, { page }).raw().toBuffer()),
      );
      expect(Buffer.compare(frames[0] ?? Buffer.alloc(0), frames[1] ?? Buffer.alloc(0))).not.toBe(0);
    }
  });

  test('a later run goes on where an earlier one ended', () => {
    expect([...planWorks(0, 10), ...planWorks(10, 30)]).toEqual(planWorks(0, 40));
  });

  test('a few works get many likes and most get few, none from their makers', () => {
    const counts = Array.from({ length: 36 }, (_, index) => likesOfRank(index + 1, 13));
    expect(counts[0]).toBe(13);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(counts.filter((count) => count <= 2).length).toBeGreaterThan(18);

    const fans = ['a', 'b', 'c'];
    const likes = spreadLikes(randomOf('likes'), ['a', 'b', 'c', 'a'], fans, (thing, fan) => thing === fan);
    expect(likes.length).toBeGreaterThan(2);
    expect(likes.filter(({ thing, fan }) => thing === fan)).toEqual([]);
  });
});
