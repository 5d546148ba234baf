import { signUpUser, upload, waitUntilInspected } from '@media-feed/testing/users';
import { genuine } from '@media-feed/testing/fixtures';
import { cards, signUpOnPage } from '../support/page-actions.ts';
import { expect, test } from '../support/test.ts';

test('the key ? shows all keys, wherever one is but in a field, and gives the focus back', async ({
  page,
  stack,
}) => {
  const user = await signUpUser(stack.apiUrl);
  const mediaId = await upload(user, await genuine('picture.webp'));
  await waitUntilInspected(user, mediaId);
  const help = page.getByRole('dialog', { name: 'Keys' });

  await page.goto('/');
  await expect(cards(page).first()).toBeVisible();
  await page.keyboard.press('?');
  await expect(help).toContainText('Full screen');
  await expect(help).not.toContainText('Pick all in between');
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();

  await page.goto('/search');
  const field = page.getByRole('searchbox').or(page.getByRole('combobox')).last();
  await field.fill('');
  await field.press('?');
  await expect(field).toHaveValue('?');
  await expect(help).toBeHidden();

  await signUpOnPage(page);
  await page.goto('/');
  await cards(page).first().getByRole('link', { name: /^Open/ }).click();
  await expect(page.getByRole('button', { name: 'Close' })).toBeVisible();
  await page.keyboard.press('?');
  await expect(help).toContainText('Pick all in between');
  // Its own keys: the viewer behind it stays.
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await expect(page.getByRole('button', { name: 'Close' })).toBeVisible();
});
