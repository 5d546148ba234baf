import { linkIn, mailsTo } from '../support/mailbox.ts';
import { signUpOnPage } from '../support/page-actions.ts';
import { expect, test } from '../support/test.ts';

test('people who forgot their password choose a new one by a link in a mail', async ({
  page,
  stack,
  browser,
}) => {
  const email = await signUpOnPage(page);
  // Elsewhere, where nobody is signed in.
  const other = await (await browser.newContext()).newPage();
  await other.goto(`${stack.webUrl}/sign-in`);
  await other.getByRole('link', { name: 'Forgot your password?' }).click();
  await other.getByLabel('E-mail').fill(email);
  await other.getByRole('button', { name: 'Send the link' }).click();
  await expect(other.getByText(`If ${email} has an account here`)).toBeVisible();

  const [mail] = await mailsTo(stack.mailboxUrl, email);
  expect(mail?.subject).toBe('Choose a new password');
  const link = mail ? linkIn(mail) : '';
  expect(link).toMatch(new RegExp(`^${stack.webUrl}/reset-password#token=[\\w-]{43}$`));
  // A scanner opens it first, and asks the server for everything that the page loads.
  const scanner = await (await browser.newContext()).newPage();
  await scanner.goto(link, { waitUntil: 'networkidle' });

  await other.goto(link);
  await other.getByLabel('New password', { exact: true }).fill('short');
  await other.getByRole('button', { name: 'Change password' }).click();
  await expect(other.getByRole('alert')).toContainText('This password is too short.');
  await other.getByLabel('New password', { exact: true }).fill('violet stapler harbour');
  await other.getByRole('button', { name: 'Change password' }).click();
  await expect(other.getByText('Password changed. Sign in with the new one.')).toBeVisible();
  await other.getByLabel('E-mail').fill(email);
  await other.getByLabel('Password', { exact: true }).fill('violet stapler harbour');
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other.getByRole('button', { name: 'Account menu' })).toBeVisible();

  // The first browser is signed out, the owner has been told, and the link is used up.
  await page.goto('/settings');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  const [, notice] = await mailsTo(stack.mailboxUrl, email, 2);
  expect(notice?.subject).toBe('Your password was changed');
  await page.goto(link);
  await page.getByLabel('New password', { exact: true }).fill('another stapler harbour');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByRole('alert')).toContainText('This link was used already');
  await page.getByRole('link', { name: 'Send me a new link' }).click();
  await expect(page.getByRole('heading', { name: 'Forgot your password?' })).toBeVisible();
});

test('the mailbox shows a mail whose link leads to the page', async ({ page, stack, browser }) => {
  const email = await signUpOnPage(page);
  await page.goto('/settings');
  await page.getByLabel('Deutsch').check();
  await expect(page.getByRole('heading', { name: 'Einstellungen' })).toBeVisible();
  const other = await (await browser.newContext({ locale: 'de-DE' })).newPage();
  await other.goto(`${stack.webUrl}/forgot-password`);
  await other.getByLabel('E-Mail').fill(email);
  await other.getByRole('button', { name: 'Link schicken' }).click();
  await mailsTo(stack.mailboxUrl, email);

  await other.goto(stack.mailboxUrl);
  await other.getByRole('listitem').filter({ hasText: email }).getByRole('link').click();
  const opened = other.context().waitForEvent('page');
  await other.frameLocator('iframe').getByRole('link', { name: 'Neues Passwort wählen' }).click();

  await expect((await opened).getByRole('heading', { name: 'Neues Passwort wählen' })).toBeVisible();
});
