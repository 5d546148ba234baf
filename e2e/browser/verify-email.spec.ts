import { linkIn, mailsTo } from '../support/mailbox.ts';
import { password, signUpOnPage } from '../support/page-actions.ts';
import { expect, test } from '../support/test.ts';

test('people change their address by a link in a mail, and have the former one back by another', async ({
  page,
  stack,
  browser,
}) => {
  const former = await signUpOnPage(page);
  const wanted = `new-${former}`;
  await page.goto('/settings');
  const section = page.getByRole('region', { name: 'Account', exact: true });
  await section.getByRole('button', { name: 'Change the address …' }).click();
  await section.getByLabel('New e-mail').fill(wanted);
  await section.getByLabel('Your password', { exact: true }).fill(password);
  await section.getByRole('button', { name: 'Send a link to it' }).click();
  await expect(page.getByText(`A link is on its way to ${wanted}.`)).toBeVisible();

  const [confirmation] = await mailsTo(stack.mailboxUrl, wanted);
  expect(confirmation?.subject).toBe('Confirm your new e-mail address');
  const link = confirmation ? linkIn(confirmation) : '';
  expect(link).toMatch(new RegExp(`^${stack.webUrl}/verify-email#token=[\\w-]{43}$`));
  // A scanner opens it first, and asks the server for everything that the page loads.
  const scanner = await (await browser.newContext()).newPage();
  await scanner.goto(link, { waitUntil: 'networkidle' });
  await page.reload();
  await expect(section.getByText(former, { exact: true })).toBeVisible();

  await page.goto(link);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByText('Thank you. Your address is confirmed.')).toBeVisible();
  await page.goto('/settings');
  await expect(section.getByText(wanted, { exact: true })).toBeVisible();
  await expect(section.getByText('This address is not confirmed yet.')).toBeHidden();

  // Whoever reads the former address has it back, signed in or not, once.
  const [warning] = await mailsTo(stack.mailboxUrl, former);
  expect(warning?.subject).toBe('Your e-mail address was changed');
  const undo = warning ? linkIn(warning) : '';
  const owner = await (await browser.newContext()).newPage();
  await owner.goto(undo);
  await owner.getByRole('button', { name: 'Have it back' }).click();
  await expect(owner.getByText('This address is yours again.')).toBeVisible();
  const [, reset] = await mailsTo(stack.mailboxUrl, former, 2);
  expect(reset?.subject).toBe('Choose a new password');
  // Another page: to the same address with another fragment a browser would only scroll.
  const again = await owner.context().newPage();
  await again.goto(undo);
  await again.getByRole('button', { name: 'Have it back' }).click();
  await expect(again.getByRole('alert')).toContainText('This link was used already');
  await page.goto('/settings');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
});

test('a link that was cut short says so, and has nothing to press', async ({ page }) => {
  await page.goto('/verify-email');
  await expect(page.getByRole('alert')).toContainText('This link is not complete.');
  await expect(page.getByRole('button', { name: 'Confirm' })).toBeDisabled();
  await page.getByRole('link', { name: 'To the settings' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
});
