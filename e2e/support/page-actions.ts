/** What people do on the page, by the roles and names that they see. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { FileToUpload } from '@media-feed/testing/users';

export const password = 'correct horse battery';

let count = 0;

/** Creates an account on the page and ends where the page leads. Returns the e-mail address. */
export async function signUpOnPage(page: Page, webUrl = ''): Promise<string> {
  count += 1;
  const email = `browser-${String(process.pid)}-${String(Date.now())}-${String(count)}@example.org`;
  await page.goto(`${webUrl}/sign-up`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Confirm password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('button', { name: 'Account menu' })).toBeVisible();
  return email;
}

export async function chooseFiles(page: Page, ...files: FileToUpload[]): Promise<void> {
  await page.getByLabel('Choose files to upload').setInputFiles(
    files.map(({ fileName, contentType, bytes }) => ({
      name: fileName,
      mimeType: contentType,
      buffer: Buffer.from(bytes),
    })),
  );
}

/** The row of one upload in the tray. */
export function uploadRow(page: Page, fileName: string): Locator {
  return page.getByRole('region', { name: 'Uploads' }).getByRole('listitem', { name: fileName });
}

/** Cards of the feed. */
export function cards(page: Page): Locator {
  return page.getByRole('article');
}

/** The heart of a card or of the viewer; `name` says what pressing it does. */
export function heart(within: Locator | Page, name: 'Like' | 'Unlike'): Locator {
  return within.getByRole('button', { name, exact: true });
}

/** Expects the heart to stand as said, with the exact count as its title. */
export async function expectLikes(within: Locator | Page, liked: boolean, count: number): Promise<void> {
  const words = `${String(count)} ${count === 1 ? 'like' : 'likes'}`;
  await expect(heart(within.getByTitle(words, { exact: true }), liked ? 'Unlike' : 'Like')).toBeVisible();
}
