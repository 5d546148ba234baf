import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import sharp from 'sharp';
import { cards } from '../support/page-actions.ts';
import { expect, test } from '../support/test.ts';

const root = join(import.meta.dirname, '..', '..');

/** Cumulative, as Web Vitals count it, where 0.1 is still called good. */
const maxLayoutShift = 0.01;

/** With UPDATE_PICTURE=1 the desktop's picture becomes the one in README.md. */
test('a seeded feed is full of pictures at the first look, and hardly anything shifts', async ({
  page,
  stack,
}) => {
  const seed = spawn('node', [join(root, 'seed', 'src', 'run.ts')], {
    env: { ...process.env, URL: stack.apiUrl, COUNT: '16' },
    stdio: 'ignore',
  });
  expect(await once(seed, 'close')).toEqual([0, null]);

  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(globalThis, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto('/');
  await expect(cards(page).nth(11)).toBeAttached();
  const pictures = page.locator('article img');
  await expect
    .poll(() =>
      pictures.evaluateAll(
        (images: HTMLImageElement[]) => images.filter((image) => image.naturalWidth > 0).length,
      ),
    )
    .toBeGreaterThan(4);
  await expect.poll(() => page.evaluate(() => document.getAnimations().length)).toBe(0);

  const shifts = await page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts);
  expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThan(maxLayoutShift);
  const picture = test.info().outputPath('feed.png');
  await page.screenshot({ path: picture });
  if (process.env.UPDATE_PICTURE === '1' && test.info().project.name === 'desktop') {
    await sharp(picture)
      .png({ palette: true, effort: 10 })
      .toFile(join(root, 'docs', 'feed.png'));
  }
});
