import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { type ExportPage, exportPageSchema } from '@media-feed/contract';
import { genuine } from '@media-feed/testing/fixtures';
import { chooseFiles, signUpOnPage, uploadRow } from '../support/page-actions.ts';
import { readZip } from '../support/read-zip.ts';
import { expect, test } from '../support/test.ts';

async function saved(page: Page, button: string): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

test('people take along what is theirs: a list, and a ZIP of the files', async ({ page, stack }) => {
  // Where a browser lets the page write files it asks its visitor, which no program can answer.
  await page.addInitScript(() => {
    Reflect.deleteProperty(window, 'showSaveFilePicker');
  });
  const email = await signUpOnPage(page);
  const [photo, song] = await Promise.all([genuine('photo.jpg'), genuine('song.mp3')]);
  for (const file of [photo, song]) {
    await chooseFiles(page, file);
    await expect(uploadRow(page, file.fileName)).toContainText('Published');
  }
  // The photo's first URL is over at once; of the song no original is kept.
  let reads = 0;
  let published = '';
  await page.route(/\/users\/me\/export/, async (route) => {
    reads += 1;
    const answer = await route.fetch();
    const exported = (await answer.json()) as ExportPage;
    for (const entry of exported.items) {
      if (entry.item.fileName === 'song.mp3') {
        published = entry.item.url ?? '';
        entry.file = { kind: 'RENDITION', url: published, expiresAt: null, size: null };
      } else if (entry.file && reads === 1) {
        entry.file = { ...entry.file, url: `${stack.apiUrl}/nowhere`, expiresAt: new Date(0).toISOString() };
      }
    }
    await route.fulfill({ response: answer, json: exported });
  });

  await page.goto('/settings');
  await page.getByRole('button', { name: 'Get it together' }).click();
  await expect(page.getByText('Here it is, with 2 files')).toBeVisible();
  const list = await saved(page, 'Save the list (JSON)');
  expect(list.name).toBe('media-feed.json');
  const exported = exportPageSchema.parse({ ...JSON.parse(list.bytes.toString()), nextCursor: null });
  expect(exported.profile.email).toBe(email);
  expect(exported.items.map(({ item }) => item.fileName)).toEqual(['song.mp3', 'photo.jpg']);
  expect(exported.securityEvents.map(({ kind }) => kind)).toContain('signed-up');

  expect(reads).toBe(1);
  const zip = await saved(page, 'Save the files (ZIP)');
  await expect(page.getByText('2 files saved.')).toBeVisible();
  expect(zip.name).toBe('media-feed.zip');
  expect(reads).toBe(2);
  const entries = await readZip(zip.bytes);
  expect([...entries.keys()].sort()).toEqual(['photo.jpg', 'song.mp3']);
  expect(entries.get('photo.jpg')?.equals(Buffer.from(photo.bytes))).toBe(true);
  const rendition = Buffer.from(await (await fetch(published)).arrayBuffer());
  expect(entries.get('song.mp3')?.equals(rendition)).toBe(true);
});
