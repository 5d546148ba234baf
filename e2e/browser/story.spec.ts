import { disguisedProgram, genuine } from '../support/fixtures.ts';
import { cards, chooseFiles, signUpOnPage, uploadRow } from '../support/page-actions.ts';
import { expect, test } from '../support/test.ts';

test('somebody signs up, shares a picture, a video and a song, has a program refused, and likes one', async ({
  page,
  stack,
}) => {
  const refusedByPolicy: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy|CORS/.test(message.text())) refusedByPolicy.push(message.text());
  });

  await signUpOnPage(page);
  const impostor = { ...disguisedProgram(), fileName: 'hit.mp3' };
  await chooseFiles(
    page,
    await genuine('photo.jpg'),
    await genuine('clip.mp4'),
    await genuine('song.mp3'),
    impostor,
  );

  for (const fileName of ['photo.jpg', 'clip.mp4', 'song.mp3']) {
    await expect(uploadRow(page, fileName)).toContainText('Published');
  }
  await expect(uploadRow(page, 'hit.mp3')).toContainText('could run or open on its own');

  await page.goto(stack.webUrl);
  await expect(cards(page)).toHaveCount(3);
  const picture = page.getByRole('article', { name: /^Picture by/ });
  const width = () => picture.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth);
  await expect.poll(width).toBeGreaterThan(0);
  await picture.hover();
  await picture.getByRole('button', { name: 'Like' }).click();
  await expect(picture.getByRole('button', { name: 'Unlike' })).toHaveAttribute('aria-pressed', 'true');
  await page.reload();
  await expect(picture.getByRole('button', { name: 'Unlike' })).toContainText('1');

  await page
    .getByRole('article', { name: /^Video by/ })
    .getByRole('link', { name: /^Open/ })
    .click();
  await expect(page).toHaveURL(/\/m\/[0-9a-f-]{36}$/);
  await expect.poll(() => playedSeconds(page.locator('video'))).toBeGreaterThan(0.2);
  await page.keyboard.press('Escape');
  await expect(cards(page)).toHaveCount(3);

  await page
    .getByRole('article', { name: /^Sound by/ })
    .getByRole('link', { name: /^Open/ })
    .click();
  await expect.poll(() => playedSeconds(page.locator('audio'))).toBeGreaterThan(0.2);
  expect(refusedByPolicy).toEqual([]);

  function playedSeconds(player: ReturnType<typeof page.locator>): Promise<number> {
    return player.first().evaluate(async (element: HTMLMediaElement) => {
      await element.play();
      return element.currentTime;
    });
  }
});
