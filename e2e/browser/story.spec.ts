import type { Locator } from '@playwright/test';
import { disguisedProgram, genuine } from '@media-feed/testing/fixtures';
import { chooseFiles, expectLikes, heart, signUpOnPage, uploadRow } from '../support/page-actions.ts';
import { expect, test } from '../support/test.ts';

test('somebody signs up, shares a picture, a video and a song, has a program rejected, and likes one', async ({
  page,
}) => {
  const refusedByPolicy: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy|CORS/.test(message.text())) refusedByPolicy.push(message.text());
  });

  await signUpOnPage(page);
  const impostor = { ...disguisedProgram(), fileName: 'hit.mp3' };
  const files = await Promise.all(['photo.jpg', 'clip.mp4', 'song.mp3'].map(genuine));
  await chooseFiles(page, ...files, impostor);

  for (const { fileName } of files) await expect(uploadRow(page, fileName)).toContainText('Published');
  await expect(uploadRow(page, 'hit.mp3')).toContainText('could run or open on its own');

  const name = (await page.getByRole('button', { name: 'Account menu' }).getAttribute('title')) ?? '';
  const card = (kind: string) => page.getByRole('article', { name: `${kind} by ${name}` });
  await page.goto('/');
  await expect(card('Sound')).toHaveCount(1);
  await expect(card('Video')).toHaveCount(1);
  const picture = card('Picture');
  const width = () => picture.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth);
  await expect.poll(width).toBeGreaterThan(0);
  await picture.hover();
  await heart(picture, 'Like').click();
  await expectLikes(picture, true, 1);
  await page.reload();
  await picture.hover();
  await expectLikes(picture, true, 1);

  await card('Video').getByRole('link', { name: /^Open/ }).click();
  await expect(page).toHaveURL(/\/m\/[0-9a-f-]{36}$/);
  await expect.poll(() => playedSeconds(page.locator('video'))).toBeGreaterThan(0.2);
  await page.keyboard.press('Escape');
  await expect(picture).toBeVisible();

  await card('Sound').getByRole('link', { name: /^Open/ }).click();
  await expect.poll(() => playedSeconds(page.locator('audio'))).toBeGreaterThan(0.2);
  expect(refusedByPolicy).toEqual([]);
});

function playedSeconds(player: Locator): Promise<number> {
  return player.first().evaluate(async (element: HTMLMediaElement) => {
    await element.play();
    return element.currentTime;
  });
}
