import { createHash } from 'node:crypto';
import { disguisedProgram, genuine } from '@media-feed/testing/fixtures';
import { visitor } from '@media-feed/testing/users';
import { cards, chooseFiles, expectLikes, heart, signUpOnPage, uploadRow } from '../support/page-actions.ts';
import { expect, test } from '../support/test.ts';

test('the whole life of an upload with its owner: details, description, rejection, undo, delete', async ({
  page,
  stack,
}) => {
  await signUpOnPage(page);
  await chooseFiles(page, await genuine('photo.jpg'), disguisedProgram());
  await expect(uploadRow(page, 'photo.jpg')).toContainText('Published');
  await expect(uploadRow(page, 'song.mp3')).toContainText('not published');

  await page.goto('/me');
  const photo = page.getByRole('article', { name: 'photo.jpg' });
  await expect(photo).toContainText('Published');
  await photo.getByText('Upload details').click();
  await expect(photo.getByRole('listitem')).toHaveText([
    /You began the upload/,
    /The file arrived/,
    /We looked at what it is/,
    /Published/,
  ]);
  const { bytes } = await genuine('photo.jpg');
  await expect(photo.getByRole('definition')).toHaveText(createHash('sha256').update(bytes).digest('hex'));
  await photo.getByRole('button', { name: 'Edit caption' }).click();
  await page.getByRole('dialog').getByLabel('Description').fill('A fractal at dusk');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(photo).toContainText('A fractal at dusk');

  await page.getByRole('link', { name: 'Rejected' }).click();
  const rejected = page.getByRole('article', { name: 'song.mp3' });
  await expect(rejected).toContainText('could run or open on its own');
  await expect(photo).toBeHidden();

  await page.goto('/');
  const card = page.getByRole('article', { name: /A fractal at dusk/ });
  await card.getByRole('link', { name: /^Open/ }).click();
  const [, mediaId = ''] = /\/m\/([0-9a-f-]{36})$/.exec(page.url()) ?? [];
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(card).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(card).toBeVisible();

  await card.getByRole('link', { name: /^Open/ }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(card).toBeHidden();
  // Closing the page must not lose the delete that it still holds back.
  await page.close();
  const status = () =>
    visitor(stack.apiUrl)('getMedia', { parameters: { mediaId } }).then(
      () => 'there',
      () => 'gone',
    );
  await expect.poll(status).toBe('gone');
});

test('a song offers its title and artist as caption, and publishes them only where that is taken', async ({
  page,
  stack,
}) => {
  await signUpOnPage(page);
  await chooseFiles(page, await genuine('song.mp3'), await genuine('song.flac'));
  const offer = { name: 'Use “secret-title – secret-artist” as caption' };
  await uploadRow(page, 'song.mp3').getByRole('button', offer).click();
  await expect(uploadRow(page, 'song.mp3')).toContainText('Saved');
  await expect(uploadRow(page, 'song.flac').getByRole('button', offer)).toBeVisible();

  await page.goto('/me');
  const flac = page.getByRole('article', { name: 'song.flac' });
  await expect(page.getByRole('article', { name: 'song.mp3' })).toContainText('secret-title – secret-artist');
  await expect(flac.getByRole('button', offer)).toBeVisible();
  const { items } = await visitor(stack.apiUrl)('listFeedPage', { query: { size: 2 } });
  expect(items.map(({ caption }) => caption).sort()).toEqual([null, 'secret-title – secret-artist']);
  await flac.getByRole('button', offer).click();
  await expect(flac.getByRole('button', offer)).toBeHidden();
  await expect(flac).toContainText('secret-title – secret-artist');
});

test('two people like: the owner sees it happen', async ({ page, browser, stack }) => {
  await signUpOnPage(page);
  await chooseFiles(page, await genuine('picture.webp'));
  await expect(uploadRow(page, 'picture.webp')).toContainText('Published');
  await page.goto('/');
  const mine = cards(page).first();
  const [, mediaId = ''] =
    /\/m\/(.*)$/.exec((await mine.getByRole('link', { name: /^Open/ }).getAttribute('href')) ?? '') ?? [];

  const context = await browser.newContext({ baseURL: stack.webUrl });
  const other = await context.newPage();
  await signUpOnPage(other);
  await other.goto(`/m/${mediaId}`);
  await expectLikes(other, false, 0);
  await other.keyboard.press('l');
  await expectLikes(other, true, 1);

  await mine.hover();
  await expectLikes(mine, false, 1);
  await heart(mine, 'Like').click();
  await expectLikes(mine, true, 2);
  await other.reload();
  await expectLikes(other, true, 2);
  await context.close();
});
