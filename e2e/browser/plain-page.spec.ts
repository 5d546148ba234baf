/** The uploader without the web app: a page of plain HTML on an origin of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { disguisedProgram, genuine } from '@media-feed/testing/fixtures';
import { eventually } from '@media-feed/testing/eventually';
import { freePorts } from '@media-feed/testing/free-ports';
import { startStack } from '@media-feed/testing/stack';
import { visitor } from '@media-feed/testing/users';
import { expect, test } from '@playwright/test';

const root = join(import.meta.dirname, '..', '..');

test('a page without a framework signs in and uploads', async ({ page }) => {
  const [port = 0] = await freePorts(1);
  const origin = `http://localhost:${String(port)}`;
  const stack = await startStack({ EXTRA_WEB_ORIGINS: origin });
  const server = serveExample(port, stack.apiUrl);
  try {
    const body = { email: 'someone@example.org', password: 'correct horse battery' };
    await visitor(stack.apiUrl)('signUp', { body: { ...body, confirmPassword: body.password } });
    await eventually(
      () =>
        fetch(origin).then(
          ({ ok }) => ok,
          () => false,
        ),
      Boolean,
      { what: 'the example to be served' },
    );

    await page.goto(origin);
    await page.getByLabel('E-mail').fill(body.email);
    await page.getByLabel('Password').fill('not this one');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('status')).toContainText('password');
    await page.getByLabel('Password').fill(body.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('status')).toContainText('Signed in');

    const files = [await genuine('picture.png'), disguisedProgram()];
    await page.getByLabel('Files').setInputFiles(
      files.map(({ fileName, contentType, bytes }) => ({
        name: fileName,
        mimeType: contentType,
        buffer: Buffer.from(bytes),
      })),
    );
    await expect(page.getByRole('listitem').filter({ hasText: 'picture.png' })).toContainText('published');
    await expect(page.getByRole('listitem').filter({ hasText: 'song.mp3' })).toContainText('rejected');
    expect((await visitor(stack.apiUrl)('listFeedPage', { query: {} })).items).toHaveLength(1);
  } finally {
    server.kill();
    await once(server, 'close');
    await stack.destroy();
  }
});

function serveExample(port: number, apiUrl: string): ChildProcess {
  return spawn(
    process.execPath,
    [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'example', '--port', String(port), '--strictPort'],
    { cwd: join(root, 'uploader'), env: { ...process.env, VITE_API_URL: apiUrl }, stdio: 'ignore' },
  );
}
