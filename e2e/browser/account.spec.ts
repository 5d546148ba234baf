import { password, signUpOnPage } from '../support/page-actions.ts';
import { visitor } from '@media-feed/testing/users';
import { expect, test } from '../support/test.ts';

test('people see where they are signed in, end a device, and change their password', async ({
  page,
  stack,
}) => {
  const email = await signUpOnPage(page);
  await visitor(stack.apiUrl)('signIn', { body: { email, password } });

  await page.goto('/settings');
  const devices = page.getByRole('region', { name: 'Signed-in devices' }).getByRole('listitem');
  await expect(devices).toHaveCount(2);
  await expect(devices.filter({ hasText: 'This device' })).toContainText('Chrome on ');
  await page.getByRole('button', { name: 'Sign out node' }).click();
  await expect(devices).toHaveCount(1);

  const form = page.getByRole('region', { name: 'Password' });
  const fill = async (current: string, next: string) => {
    await form.getByLabel('Current password', { exact: true }).fill(current);
    await form.getByLabel('New password', { exact: true }).fill(next);
    await form.getByLabel('Confirm new password', { exact: true }).fill(next);
    await form.getByRole('button', { name: 'Change password' }).click();
  };
  await fill('not my password', 'violet stapler harbour');
  await expect(form.getByRole('alert')).toContainText('This is not your current password.');
  await fill(password, 'violet stapler harbour');
  await expect(page.getByText('Password changed.')).toBeVisible();

  const signIn = (word: string) => visitor(stack.apiUrl)('signIn', { body: { email, password: word } });
  await expect(signIn(password)).rejects.toThrow('invalid-credentials');
  await signIn('violet stapler harbour');
  await page.reload();
  await expect(devices).toHaveCount(2);
});
