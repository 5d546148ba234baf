/**
 * Large uploads that are interrupted and lose nothing. `UPLOAD_GIB` sets the size of the film (default 0.3; the
 * measure is 2), `SCREENSHOTS` a folder for pictures of the tray.
 */
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { writeLargeFilm } from '@media-feed/seed/film/large-film';
import { signUpOnPage, uploadRow } from '../support/page-actions.ts';
import { stackPorts, startStack, type RunningStack } from '@media-feed/testing/stack';
import { startStorageProxy, type StorageProxy } from '../support/storage-proxy.ts';

const sizeGiB = Number(process.env.UPLOAD_GIB ?? 0.3);
const isFullSize = sizeGiB >= 2;
const storageAwayMs = isFullSize ? 30_000 : 3_000;
const MiB = 1024 ** 2;
/** What is on its way when connections are cut is lost: four parts of 8 MiB. */
const lostByCut = 4 * 8 * MiB;

interface Film {
  readonly name: string;
  readonly path: string;
  readonly size: number;
  /** As large, and something else. */
  readonly impostorPath: string;
}

let folder: string;
let film: Film;
let proxy: StorageProxy;
let stack: RunningStack;

test.describe.configure({ timeout: isFullSize ? 480_000 : 180_000 });

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-feed-film-'));
  film = await makeFilm(folder);
  const ports = await stackPorts();
  proxy = await startStorageProxy(ports.STORAGE_PORT);
  const toProxy = { STORAGE_PUBLIC_ENDPOINT: proxy.url };
  const dataDir = await mkdtemp(join(tmpdir(), 'media-feed-e2e-'));
  const PROGRAM_OVERRIDES = JSON.stringify({ api: toProxy, web: toProxy });
  stack = await startStack({ PROGRAM_OVERRIDES }, { ports, dataDir });
});

test.afterAll(async () => {
  await proxy.close();
  await stack.destroy();
  await rm(folder, { recursive: true });
});

test('an upload outlives its tab, the API and storage, and is not sent twice', async ({ page, context }) => {
  await signUpOnPage(page, stack.webUrl);
  const sentBefore = proxy.sentBytes();
  const startedAt = Date.now();
  await page.getByLabel('Choose files to upload').setInputFiles(film.path);
  await sendUntil(0.5, sentBefore);
  await page.close();

  const next = await context.newPage();
  await next.goto(stack.webUrl);
  const row = uploadRow(next, film.name);
  await expect(row).toContainText(/Interrupted at [34]\d % of .*What has arrived is kept/);
  await picture(next, 'interrupted');
  const pickAgain = row.getByLabel(`Pick ${film.name} again`);
  await pickAgain.setInputFiles(film.impostorPath);
  await expect(row).toContainText('That is another file.');
  await picture(next, 'another-file');
  await pickAgain.setInputFiles(film.path);

  await sendUntil(0.7, sentBefore);
  const killed = await stack.pid('api');
  process.kill(killed, 'SIGKILL');

  await sendUntil(0.8, sentBefore);
  proxy.disconnect();
  await expect(row).toContainText('The connection broke. Going on as soon as it is back.');
  await picture(next, 'storage-away');
  await new Promise((resolve) => setTimeout(resolve, storageAwayMs)); // the fault itself, not a wait for it
  proxy.reconnect();
  proxy.holdAt(Number.POSITIVE_INFINITY);

  await expect(row).toContainText('Published');
  await picture(next, 'published');
  expect(await stack.pid('api')).not.toBe(killed);
  const twice = proxy.sentBytes() - sentBefore - film.size;
  report(twice, Date.now() - startedAt);
  expect(twice).toBeLessThanOrEqual(Math.max(0.05 * film.size, isFullSize ? 0 : 2 * lostByCut));
  await row.getByRole('link', { name: 'Open' }).click();
  await expect.poll(() => playedSeconds(next)).toBeGreaterThan(0.2);
});

test('a dropped file goes on by one click after a reload, which asked first', async ({ page }) => {
  await signUpOnPage(page, stack.webUrl);
  const sentBefore = proxy.sentBytes();
  await dropFile(page, film.path);
  const row = uploadRow(page, film.name);
  await sendUntil(0.5, sentBefore);

  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await page.reload();
  expect(asked).toEqual(['beforeunload']);
  await expect(row).toContainText('What has arrived is kept.');
  await picture(page, 'one-click');
  proxy.holdAt(Number.POSITIVE_INFINITY);
  await row.getByRole('button', { name: 'Resume' }).click();

  await expect(row).toContainText('Published');
  expect(proxy.sentBytes() - sentBefore - film.size).toBeLessThanOrEqual(lostByCut);
  await page.reload();
  await expect(page.getByRole('article').first()).toBeVisible();
  await expect(row).toHaveCount(0);
});

/** As a person drops a file: only the browser itself can give one that it may open again. */
async function dropFile(page: Page, path: string): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await browser.send('Input.dispatchDragEvent', { type, x: 400, y: 400, data });
  }
}

/** Lets storage take a share of the film and holds the rest in its connections. */
async function sendUntil(share: number, sentBefore: number): Promise<void> {
  const mark = sentBefore + share * film.size;
  proxy.holdAt(mark);
  await expect.poll(proxy.sentBytes).toBeGreaterThanOrEqual(mark);
}

async function makeFilm(into: string): Promise<Film> {
  const name = 'expedition.mp4';
  const path = join(into, name);
  await writeLargeFilm(path, sizeGiB * 1024 ** 3);
  const { size } = await stat(path);
  const impostorPath = join(into, 'impostor.mp4');
  const impostor = await open(impostorPath, 'w');
  await impostor.truncate(size); // takes no room on the disk
  await impostor.close();
  return { name, path, size, impostorPath };
}

async function picture(page: Page, name: string): Promise<void> {
  if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`) });
}

function report(twice: number, ms: number): void {
  const share = ((100 * twice) / film.size).toFixed(1);
  const sizes = `${(film.size / 1024 ** 3).toFixed(2)} GiB, ${(twice / MiB).toFixed(0)} MiB sent twice (${share} %)`;
  test.info().annotations.push({ type: 'measured', description: sizes });
  console.log(`${sizes}, ${(ms / 1000).toFixed(0)} s`);
}

function playedSeconds(page: Page): Promise<number> {
  return page
    .locator('video')
    .first()
    .evaluate(async (element: HTMLMediaElement) => {
      await element.play();
      return element.currentTime;
    });
}
