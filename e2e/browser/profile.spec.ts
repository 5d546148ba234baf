import { signUpOnPage } from '../support/page-actions.ts';
import { expect, test } from '../support/test.ts';

test('people choose a handle and words about themselves, and are found by it', async ({
  page,
  stack,
  browser,
}) => {
  await signUpOnPage(page);
  const handle = `gull_${String(Date.now())}`;
  await page.goto('/settings');
  const section = page.getByRole('region', { name: 'Profile', exact: true });
  await section.getByLabel('Handle').fill(`@${handle.toUpperCase()}`);
  await section.getByLabel('About you').fill('Mostly gulls,\nby the #sea');
  await section.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await section.getByRole('link', { name: `@${handle}` }).click();
  await expect(page).toHaveURL(`${stack.webUrl}/@${handle}`);
  await expect(page.getByText(`@${handle}`)).toBeVisible();
  await expect(page.getByRole('link', { name: '#sea' })).toHaveAttribute('href', '/t/sea');

  // Typed into the address, by somebody who is not signed in.
  const context = await browser.newContext({ baseURL: stack.webUrl });
  const stranger = await context.newPage();
  await stranger.goto(`/@${handle.toUpperCase()}`);
  await expect(stranger.getByText('Mostly gulls,')).toBeVisible();
  await stranger.goto(`/@${handle}x`);
  await expect(stranger.getByText('There is nobody here')).toBeVisible();

  await signUpOnPage(stranger);
  await stranger.goto('/settings');
  await stranger.getByLabel('Handle').fill(handle.replace('_', '').replace('l', 'i'));
  await stranger
    .getByRole('region', { name: 'Profile', exact: true })
    .getByRole('button', { name: 'Save' })
    .click();
  await expect(stranger.getByRole('alert')).toContainText(
    'Somebody has this handle, or one that looks the same.',
  );
});
