import { genuine } from '@media-feed/testing/fixtures';
import { chooseFiles, signUpOnPage, uploadRow } from '../support/page-actions.ts';
import { expect, test } from '../support/test.ts';

/** What people paste to break pages; the last lines are refused, the rest is text. */
const hostile = [
  `<img src=x onerror=document.title='hit'><script>document.title='hit'</script>`,
  'javascript:alert(1) data:text/html,x [a](javascript:alert(1))',
  `https://example.org/${'x'.repeat(300)}`,
  'w'.repeat(400),
  'ﷺﷺﷺ #שלום עולם (2026)',
].join('\n');
const refused = [
  ['gpj.\u202Eexe', 'change the direction of text'],
  [`a${'\u0301'.repeat(1999)}`, 'stacks more accents'],
  ['x'.repeat(2001), 'at most 2,000 characters'],
] as const;

test('a caption: typed while its picture travels, found by a slip, edited, and harmless whatever it is', async ({
  page,
  isMobile,
}) => {
  page.on('dialog', (dialog) => void dialog.dismiss());
  // No other text of this stack has these words.
  const [first, second] = isMobile ? ['zwiebelturm', 'quellwolke'] : ['kirchturm', 'gewitter'];
  const search = async (q: string): Promise<void> => {
    if (isMobile) await page.getByRole('link', { name: 'Search' }).click();
    else await page.keyboard.press('/');
    const field = page.getByRole('combobox', { name: 'Search' }).filter({ visible: true });
    await expect(field).toBeFocused();
    await field.fill(q);
    await field.press('Enter');
  };
  const result = page.getByRole('article', { name: new RegExp(`A ${first}|The ${second}`) });

  await test.step('typed while the bytes travel', async () => {
    await signUpOnPage(page);
    await chooseFiles(page, await genuine('photo.jpg'));
    const row = uploadRow(page, 'photo.jpg');
    await row.getByRole('button', { name: 'Add a caption' }).click();
    await row.getByLabel('Caption').fill(`A ${first} at dusk\n#Alpen #evening`);
    await row.getByLabel('Caption').blur();
    await expect(row.getByText('Saved')).toBeVisible();
    await expect(row).toContainText('Published');
    await row.getByRole('button', { name: 'Dismiss' }).click();
  });

  await test.step('found by a slip', async () => {
    await search(first.replace('turm', 'trum'));
    await expect(result).toHaveCount(1);
    await expect(result.locator('mark')).toHaveText(first);
  });

  await test.step('edited in the viewer, whose tags lead to their pages', async () => {
    await result.getByRole('link').click();
    await page.getByRole('button', { name: 'Edit caption' }).click();
    const caption = page.getByRole('textbox', { name: 'Caption' });
    await caption.fill(`The ${second} comes\n`);
    await caption.pressSequentially('#even');
    await expect(page.getByRole('option', { name: '#evening' })).toBeVisible();
    await caption.press('ArrowDown');
    await caption.press('Enter');
    await expect(caption).toHaveValue(`The ${second} comes\n#evening `);
    await page.getByRole('button', { name: 'Save' }).click();
    const words = page.getByRole('group', { name: 'Caption' });
    await expect(words).toContainText(`The ${second} comes`);
    await expect(words).toContainText('edited');
    await words.getByRole('link', { name: '#evening' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('#evening');
    await expect(page.getByRole('article', { name: new RegExp(second) })).toBeVisible();
  });

  await test.step('found by the new word and not by the old one', async () => {
    await search(second);
    await expect(result).toHaveCount(1);
    await search(first);
    await expect(page.getByText(`Nothing found for “${first}”`)).toBeVisible();
  });

  await test.step('harmless', async () => {
    await search(second);
    await result.getByRole('link').click();
    await page.getByRole('button', { name: 'Edit caption' }).click();
    const caption = page.getByRole('textbox', { name: 'Caption' });
    for (const [text, objection] of refused) {
      await caption.fill(text);
      await expect(page.getByRole('alert').filter({ hasText: objection })).toBeVisible();
      await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
    }
    await caption.fill(hostile);
    await page.getByRole('button', { name: 'Save' }).click();
    const words = page.getByRole('group', { name: 'Caption' });
    await expect(words).toContainText('javascript:alert(1)');
    await expect(words.getByRole('link')).toHaveText([/^https:\/\/example\.org\/x+$/, '#שלום']);
    expect(await words.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    await page.goto('/me');
    await expect(page.getByRole('article').first()).toContainText('onerror');
    await page.goto(`/search?q=${encodeURIComponent(hostile.slice(0, 40))}`);
    await expect(page.getByRole('main')).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    expect(await page.locator('img[src="x"], script:not([src])').count()).toBe(0);
    expect(await page.title()).not.toMatch(/^hit/);
  });
});
