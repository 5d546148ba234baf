import { genuine } from '@media-feed/testing/fixtures';
import { chooseFiles, signUpOnPage, uploadRow } from '../support/page-actions.ts';
import { expect, test } from '../support/test.ts';

test('names and descriptions stay text, whatever is in them', async ({ page }) => {
  const hostile = `<img src=x onerror=document.title='hit'>"'><script>document.title='hit'</script>`;
  const violations: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) violations.push(message.text());
  });
  page.on('dialog', (dialog) => void dialog.dismiss());
  await signUpOnPage(page);
  await page.goto('/settings');
  await page.getByLabel('Display name').fill(hostile.slice(0, 50));
  await page.getByRole('region', { name: 'Name' }).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();

  const fileName = `${hostile}.png`.replaceAll('/', '');
  await chooseFiles(page, { ...(await genuine('picture.png')), fileName });
  await expect(uploadRow(page, fileName)).toContainText('Published');
  await page.goto('/');
  await expect(page.getByRole('article').first()).toBeVisible();
  await page.goto('/me');
  await expect(page.getByText(fileName).first()).toBeVisible();

  expect(await page.locator('img[src="x"], script:not([src])').count()).toBe(0);
  expect(await page.title()).not.toContain('hit');
  expect(violations).toEqual([]);
});
