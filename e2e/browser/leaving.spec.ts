import type { Page } from '@playwright/test';
import { genuine } from '@media-feed/testing/fixtures';
import { visitor } from '@media-feed/testing/users';
import { mailsTo } from '../support/mailbox.ts';
import { cards, chooseFiles, password, signUpOnPage, uploadRow } from '../support/page-actions.ts';
import { expect, test } from '../support/test.ts';

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('button', { name: 'Account menu' })).toBeVisible();
}

test('people delete their account, are seen by nobody from then on, and come back', async ({
  page,
  stack,
  browser,
}) => {
  const email = await signUpOnPage(page);
  const photo = await genuine('photo.jpg');
  await chooseFiles(page, photo);
  await expect(uploadRow(page, photo.fileName)).toContainText('Published');
  await page.getByRole('button', { name: 'Account menu' }).click();
  await page.getByRole('menuitem', { name: 'My page' }).click();
  await expect(cards(page)).toHaveCount(1);
  const { pathname } = new URL(page.url());
  const uploader = pathname.replace('/u/', '');
  const publicItems = async () =>
    (await visitor(stack.apiUrl)('listFeedPage', { query: { uploader } })).items.length;
  expect(await publicItems()).toBe(1);

  await page.goto('/settings');
  const section = page.getByRole('region', { name: 'Delete the account' });
  await section.getByRole('button', { name: 'Delete my account …' }).click();
  await section.getByLabel('Your password', { exact: true }).fill(`not ${password}`);
  await section.getByRole('button', { name: 'Delete my account' }).click();
  await expect(section.getByRole('alert')).toBeVisible();
  expect(await publicItems()).toBe(1);
  await section.getByLabel('Your password', { exact: true }).fill(password);
  await section.getByRole('button', { name: 'Delete my account' }).click();
  await expect(section.getByRole('status')).toContainText('Your account will be deleted at');

  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(`${stack.webUrl}${pathname}`);
  await expect(stranger.getByText('There is nobody here')).toBeVisible();
  await expect.poll(publicItems).toBe(0);
  const [notice] = await mailsTo(stack.mailboxUrl, email);
  expect(notice?.subject).toBe('Your account is being deleted');
  // What the page says is true: nothing but coming back is possible.
  await page.goto('/');
  await chooseFiles(page, await genuine('picture.png'));
  await expect(uploadRow(page, 'picture.png')).toContainText('Your account is being deleted.');

  // From another device, where the password is all that they have.
  const elsewhere = await (await browser.newContext({ baseURL: stack.webUrl })).newPage();
  await signIn(elsewhere, email);
  await elsewhere.goto('/settings');
  const back = elsewhere.getByRole('region', { name: 'Delete the account' });
  await back.getByLabel('Your password', { exact: true }).fill(password);
  await back.getByRole('button', { name: 'Restore my account' }).click();
  await expect(elsewhere.getByText('Welcome back. Everything is as it was.')).toBeVisible();
  await expect(back.getByRole('button', { name: 'Delete my account …' })).toBeVisible();
  await expect.poll(publicItems).toBe(1);
  await stranger.reload();
  await expect(cards(stranger)).toHaveCount(1);
  const subjects = (await mailsTo(stack.mailboxUrl, email, 3)).map(({ subject }) => subject);
  expect(subjects).toContain('Your account is back');
});
