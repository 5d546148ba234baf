import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { genuine } from '@media-feed/testing/fixtures';
import { signUpUser, upload, visitor, waitUntilInspected } from '@media-feed/testing/users';
import { signUpOnPage } from '../support/page-actions.ts';
import { expect, test } from '../support/test.ts';

test('what somebody reports, an operator removes, and the reporter hears of it', async ({
  page,
  browser,
  stack,
}) => {
  const owner = await signUpUser(stack.apiUrl);
  const mediaId = await upload(owner, await genuine('photo.jpg'));
  await waitUntilInspected(owner, mediaId);

  await signUpOnPage(page);
  await page.goto(`/m/${mediaId}`);
  await page.getByRole('button', { name: 'Report' }).click();
  const dialog = page.getByRole('dialog', { name: /^Report/ });
  await dialog.getByRole('radio', { name: 'Violence or cruelty' }).check();
  await dialog.getByRole('textbox').fill('Look at the sign');
  await dialog.getByRole('button', { name: 'Send report' }).click();
  await page.getByRole('button', { name: 'My reports' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Violence' })).toContainText('Not decided yet');

  const operator = await browser.newPage();
  const email = await signUpOnPage(operator, stack.webUrl);
  await operator.goto(`${stack.webUrl}/admin/moderation`);
  await expect(operator.getByText('This page is for operators')).toBeVisible();
  await makeOperator(stack.dataDir, email);
  await operator.reload();
  await expect(operator.getByText('Look at the sign')).toBeVisible();
  await operator.keyboard.press('c');
  await expect(operator.getByRole('button', { name: 'Dismiss' })).toBeVisible();
  await operator.keyboard.press('r');
  await operator.getByRole('dialog').getByRole('button', { name: 'Remove item' }).click();
  await expect(operator.getByText('Nothing is waiting')).toBeVisible();

  const seen = visitor(stack.apiUrl)('getMedia', { parameters: { mediaId } });
  await expect(seen).rejects.toThrow('not-found');
  await page.reload();
  await expect(page.getByRole('listitem').filter({ hasText: 'Violence' })).toContainText('We acted on it');
});

/** As `make operator` does it. */
async function makeOperator(dataDir: string, email: string): Promise<void> {
  const root = join(import.meta.dirname, '../..');
  await promisify(execFile)(
    process.execPath,
    [join(root, 'embedded/src/with-stack.ts'), '--', 'node', 'backend/dist/operator.js', email],
    { cwd: root, env: { ...process.env, DATA_DIR: dataDir, STACK: 'embedded', NODE_OPTIONS: '' } },
  );
}
