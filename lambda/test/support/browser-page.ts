/** An empty page in headless Chromium. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { chromium, type Page } from '@playwright/test';

const systemBrowser = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
);

export async function openPage(): Promise<{ page: Page; close: () => Promise<void> }> {
  const executablePath = process.env.CHROMIUM_PATH ?? systemBrowser;
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    // As in e2e/playwright.config.ts: containers don't let it make namespaces.
    args: ['--no-sandbox'],
  });
  // The decoders' interface is there for pages of a secure origin alone.
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>View</title>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);
  return {
    page,
    async close() {
      await browser.close();
      server.close();
    },
  };
}
