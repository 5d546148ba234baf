import { signUpOnPage } from '../support/page-actions.ts';
import { expect, test } from '../support/test.ts';

test('the page speaks the language of the browser, until another is chosen', async ({
  page,
  browser,
  baseURL,
}) => {
  const german = await browser.newPage({ locale: 'de-AT', ...(baseURL && { baseURL }) });
  await german.goto('/sign-up');
  await expect(german.getByRole('heading', { level: 1 })).toHaveText('Konto erstellen');
  await expect(german.locator('html')).toHaveAttribute('lang', 'de');
  await german.getByRole('button', { name: 'Konto erstellen' }).click();
  await expect(german.getByText('Das ist keine vollständige E-Mail-Adresse.')).toBeVisible();
  await german.close();

  await signUpOnPage(page);
  await page.goto('/settings');
  await page.getByRole('radio', { name: 'Deutsch' }).check();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Einstellungen');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Einstellungen');
  await expect(page).toHaveTitle('Einstellungen · Media Feed');
  await page.getByRole('radio', { name: 'Wie im Browser' }).check();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});
