import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { disguisedProgram, genuine } from '@media-feed/testing/fixtures';
import { signUpUser, upload, waitUntilInspected } from '@media-feed/testing/users';
import { cards, chooseFiles, signUpOnPage, uploadRow } from '../support/page-actions.ts';
import { expect, test } from '../support/test.ts';

test('no page has an accessibility violation, in light and dark', async ({ page, stack }) => {
  const user = await signUpUser(stack.apiUrl);
  const files = ['photo.jpg', 'clip.webm', 'song.flac'];
  const mediaIds = await Promise.all(files.map(async (name) => upload(user, await genuine(name))));
  await Promise.all(mediaIds.map((mediaId) => waitUntilInspected(user, mediaId)));

  await user.call('changeMedia', {
    parameters: { mediaId: mediaIds[0] ?? '' },
    body: { caption: 'By the #sea\nhttps://example.org/' },
  });

  await visit('/sign-in', () => expect(page.getByRole('heading', { level: 1 })).toBeVisible());
  await visit('/forgot-password', () => expect(page.getByRole('heading', { level: 1 })).toBeVisible());
  await visit('/reset-password', () => expect(page.getByRole('alert')).toBeVisible());
  await visit('/sign-up', () => expect(page.getByRole('heading', { level: 1 })).toBeVisible());
  await signUpOnPage(page);
  await chooseFiles(page, await genuine('picture.png'), disguisedProgram());
  await expect(uploadRow(page, 'picture.png')).toContainText('Published');
  await expect(uploadRow(page, 'song.mp3')).toContainText('not published');
  await check('/sign-up with the tray');
  await visit('/', () => expect(cards(page).first()).toBeVisible());
  await cards(page).first().hover();
  await cards(page).first().getByRole('checkbox').click();
  await check('/ with a selection');
  for (const mediaId of mediaIds) {
    await visit(`/m/${mediaId}`, () => expect(page.getByRole('button', { name: 'Close' })).toBeVisible());
  }
  await visit(`/u/${user.session.user.id}`, () => expect(cards(page).first()).toBeVisible());
  await visit('/me', () => expect(page.getByRole('article')).toHaveCount(2));
  await page.getByRole('button', { name: 'Edit caption' }).click();
  await check('/me with a dialog');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Edit caption' })).toBeFocused();
  await page.getByRole('button', { name: 'Delete' }).first().click();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
  await check('/me with a message');
  await page.getByRole('checkbox').first().click();
  await check('/me with a selection');
  await page.getByRole('button', { name: 'Add a tag' }).click();
  await check('/me with a selection to be tagged');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Select none' }).click();
  await page.keyboard.press('?');
  await check('/me with all keys');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Account menu' }).click();
  await expect(page.getByRole('menuitem', { name: 'Settings' })).toBeVisible();
  await check('/me with the menu');
  await visit('/search', () => expect(page.getByText('What are you looking for?')).toBeVisible());
  await visit('/search?q=sea', () => expect(page.getByRole('article')).toHaveCount(1));
  await visit('/t/sea', () => expect(cards(page).first()).toBeVisible());
  await visit('/settings', () => expect(page.getByLabel('Display name')).toBeVisible());
  await visit('/no-such-page', () => expect(page.getByRole('heading').first()).toBeVisible());

  async function visit(path: string, shown: () => Promise<void>): Promise<void> {
    await page.goto(path);
    await shown();
    await check(path);
  }

  async function check(name: string): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await untilColoursStand(page);
      expect(await violations(page), `${name} in ${colorScheme}`).toEqual([]);
    }
  }
});

/** A transition of no length lasts until the next frame, in which a colour would be the other scheme's. */
async function untilColoursStand(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  });
}

async function violations(page: Page): Promise<string[]> {
  // They take the focus only to hand it on, and are hidden for those who would not know what they are.
  const guards = '[data-base-ui-focus-guard]';
  const { violations: found } = await new AxeBuilder({ page }).exclude(guards).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}
