import { genuine } from '@media-feed/testing/fixtures';
import { signUpUser, upload, waitUntilInspected } from '@media-feed/testing/users';
import {
  cards,
  chooseFiles,
  expectLikes,
  heart,
  password,
  signUpOnPage,
  uploadRow,
} from '../support/page-actions.ts';
import { startStack } from '@media-feed/testing/stack';
import { expect, test } from '../support/test.ts';

test('somebody signed out sees everything, and lands where they were with the like done', async ({
  page,
  browser,
  stack,
}) => {
  const owner = await signUpUser(stack.apiUrl);
  const mediaId = await upload(owner, await genuine('picture.avif'));
  await waitUntilInspected(owner, mediaId);
  const elsewhere = await browser.newContext({ baseURL: stack.webUrl });
  const email = await signUpOnPage(await elsewhere.newPage());
  await elsewhere.close();

  await page.goto(`/m/${mediaId}`);
  await heart(page, 'Like').click();
  await expect(page).toHaveURL(/sign-in/);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill('wrong password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText(/don.t match/);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();

  await expect(page).toHaveURL(new RegExp(`/m/${mediaId}$`));
  await expectLikes(page, true, 1);
});

test('files that somebody signed out chooses stay chosen until they have signed up', async ({ page }) => {
  await page.goto('/');
  await chooseFiles(page, await genuine('song.ogg'));
  await expect(uploadRow(page, 'song.ogg')).toContainText('Sign in');

  await uploadRow(page, 'song.ogg').getByRole('link', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.getByLabel('E-mail').fill(`late-${String(Date.now())}@example.org`);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Confirm password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();

  await expect(uploadRow(page, 'song.ogg')).toContainText('Published');
});

test('a session that ends during an upload is renewed without a seam', async ({ page }) => {
  const stack = await startStack({ ACCESS_TOKEN_TTL_SECONDS: '2' });
  try {
    let accessToken = '';
    page.on('request', (request) => {
      accessToken = request.headers().authorization ?? accessToken;
    });
    const statusNow = async () =>
      (await fetch(`${stack.apiUrl}/users/me`, { headers: { authorization: accessToken } })).status;
    await page.goto(stack.webUrl);
    await signUpOnPage(page, stack.webUrl);
    await chooseFiles(page, await genuine('picture.png'));
    await expect(uploadRow(page, 'picture.png')).toContainText('Published');
    const old = accessToken;
    await expect
      .poll(async () => (await fetch(`${stack.apiUrl}/users/me`, { headers: { authorization: old } })).status)
      .toBe(401);

    await chooseFiles(page, await genuine('picture.webp'));

    await expect(uploadRow(page, 'picture.webp')).toContainText('Published');
    expect(accessToken).not.toBe(old);
    await expect.poll(statusNow).toBeGreaterThan(0);
    await expect(page.getByRole('button', { name: 'Account menu' })).toBeVisible();
  } finally {
    await stack.destroy();
  }
});

test('offline is a state: an upload waits, and goes on when the network is back', async ({
  page,
  context,
}) => {
  await signUpOnPage(page);
  await context.setOffline(true);
  // A list that was still on its way says so too.
  const banner = page.getByText('You are offline. What you see may be old.');
  await expect(banner).toBeVisible();
  await chooseFiles(page, await genuine('photo.jpg'));
  await expect(uploadRow(page, 'photo.jpg')).toContainText(/connection|offline/i);

  await context.setOffline(false);

  await expect(banner).toBeHidden();
  await expect(uploadRow(page, 'photo.jpg')).toContainText('Published');
  await page.goto('/');
  await expect(cards(page).first()).toBeVisible();
});
