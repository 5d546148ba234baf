import { readFile } from 'node:fs/promises';
import { genuine } from '@media-feed/testing/fixtures';
import type { Page } from '@playwright/test';
import { visitor } from '@media-feed/testing/users';
import { cards, chooseFiles, expectLikes, signUpOnPage, uploadRow } from '../support/page-actions.ts';
import { expect, test } from '../support/test.ts';

const names = ['photo.jpg', 'picture.png', 'picture.webp', 'song.mp3'] as const;

const rowOf = (page: Page, name: string) => page.getByRole('article', { name });
const boxOf = (page: Page, name: string) => page.getByRole('checkbox', { name: `Select ${name}` });
const bar = (page: Page) => page.getByRole('region', { name: 'Selection' });

test('many at once: picked by tap and with shift, liked, tagged, packed, deleted and had back', async ({
  page,
  stack,
}) => {
  // Where a browser lets the page write files it asks its visitor, which no program can answer.
  await page.addInitScript(() => {
    Reflect.deleteProperty(window, 'showSaveFilePicker');
  });
  await signUpOnPage(page);
  const files = await Promise.all(names.map((name) => genuine(name)));
  for (const file of files) {
    // One after the other, so that their order in the list is known.
    await chooseFiles(page, file);
    await expect(uploadRow(page, file.fileName)).toContainText('Published');
  }

  await page.goto('/');
  const [first, second] = [cards(page).nth(0), cards(page).nth(1)];
  await first.hover();
  await first.getByRole('checkbox').click();
  await expect(bar(page)).toContainText('1 selected');
  await second.getByRole('link', { name: /^Open/ }).click();
  await expect(bar(page)).toContainText('2 selected');
  expect(new URL(page.url()).pathname).toBe('/');
  await bar(page).getByRole('button', { name: 'Like all' }).click();
  await expect(bar(page)).toBeHidden();
  await second.hover();
  await expectLikes(second, true, 1);
  await first.hover();
  await expectLikes(first, true, 1);

  await page.goto('/me');
  await boxOf(page, 'song.mp3').click();
  await boxOf(page, 'photo.jpg').click({ modifiers: ['Shift'] });
  await expect(bar(page)).toContainText('4 selected');
  await page.keyboard.press('Escape');
  await expect(bar(page)).toBeHidden();
  await expect(boxOf(page, 'photo.jpg')).not.toBeChecked();

  await boxOf(page, 'photo.jpg').click();
  await boxOf(page, 'picture.png').click();
  await bar(page).getByRole('button', { name: 'Add a tag' }).click();
  await page.getByRole('dialog').getByLabel('Tag').fill('two words');
  await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();
  await page.getByRole('dialog').getByLabel('Tag').fill('#holiday');
  await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
  await expect(page.getByText('2 items have')).toBeVisible();
  for (const name of ['photo.jpg', 'picture.png']) await expect(rowOf(page, name)).toContainText('#holiday');
  await expect(rowOf(page, 'picture.webp')).not.toContainText('#holiday');

  await boxOf(page, 'photo.jpg').click();
  await boxOf(page, 'song.mp3').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    bar(page).getByRole('button', { name: 'Download 2 originals as a ZIP' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^media-feed-\d{4}-\d\d-\d\d\.zip$/);
  const zip = await readFile(await download.path());
  for (const { fileName, bytes } of files) {
    const isPicked = fileName === 'photo.jpg' || fileName === 'song.mp3';
    expect([zip.includes(fileName), zip.includes(Buffer.from(bytes))], fileName).toEqual([
      isPicked,
      isPicked,
    ]);
  }

  await bar(page).getByRole('button', { name: 'Delete all' }).click();
  await expect(rowOf(page, 'photo.jpg')).toBeHidden();
  await expect(rowOf(page, 'song.mp3')).toBeHidden();
  await expect(page.getByText('2 items deleted.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(rowOf(page, 'photo.jpg')).toBeVisible();
  await expect(rowOf(page, 'song.mp3')).toBeVisible();

  const { items } = await visitor(stack.apiUrl)('listFeedPage', { query: { tag: 'holiday' } });
  expect(items).toHaveLength(2);
  await boxOf(page, 'photo.jpg').click();
  await boxOf(page, 'picture.png').click();
  await bar(page).getByRole('button', { name: 'Delete all' }).click();
  await expect(rowOf(page, 'picture.png')).toBeHidden();
  // Closing the page must not lose the deletions that it still holds back.
  await page.close();
  const tagged = async () =>
    (await visitor(stack.apiUrl)('listFeedPage', { query: { tag: 'holiday' } })).items.length;
  await expect.poll(tagged).toBe(0);
});
