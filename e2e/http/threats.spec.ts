/** Attacks on uploads and storage, as somebody outside would try them. docs/security.md lists them all. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StorageBrowser } from '../faults/harness/storage-browser.ts';
import { send } from '@media-feed/testing/http';
import { genuine } from '@media-feed/testing/fixtures';
import { signUpUser, upload, waitUntilInspected } from '@media-feed/testing/users';
import { expect, test } from '../support/test.ts';

test('a URL raced 200 times takes one file, and what is served is what was inspected', async ({ stack }) => {
  const user = await signUpUser(stack.apiUrl);
  const { bytes } = await genuine('picture.png');
  const { mediaId, url, headers } = await user.call('requestUpload', {
    body: { fileName: 'a.png', contentType: 'image/png', size: bytes.length },
  });
  const other = new Uint8Array(bytes);
  other.set([1, 2, 3, 4], bytes.length - 20);
  const put = async (body: Uint8Array<ArrayBuffer>) =>
    (await fetch(url, { method: 'PUT', headers, body })).status;

  const first = await put(bytes);
  const statuses: number[] = [];
  while (statuses.length < 200) {
    statuses.push(...(await Promise.all(Array.from({ length: 25 }, () => put(other)))));
  }
  const item = await waitUntilInspected(user, mediaId);

  expect(first).toBe(200);
  expect(new Set(statuses)).toEqual(new Set([412]));
  expect(item.status).toBe('READY');
  expect(await put(other)).toBe(412);
});

test('a signed URL opens no other key, size or type', async ({ stack }) => {
  const user = await signUpUser(stack.apiUrl);
  const { bytes } = await genuine('picture.png');
  const { url, headers, key } = await user.call('requestUpload', {
    body: { fileName: 'a.png', contentType: 'image/png', size: bytes.length },
  });
  const { origin, pathname, search } = new URL(url);
  const put = (path: string, own: Record<string, string> = {}, body = bytes) =>
    send(origin, { method: 'PUT', path: path + search, headers: { ...headers, ...own }, body });
  const paths = [
    pathname.replace(key, `${key}x`),
    pathname.replace(key, `uploads/${key.split('/').at(-1) ?? ''}`),
    pathname.replace(key, 'uploads/../media/image/x'),
    `${pathname}%00`,
    `${pathname}/../../../x`,
    pathname.replace('uploads', 'media'),
  ];
  for (const path of paths) expect.soft((await put(path)).status, path).toBe(403);
  expect.soft((await put(pathname, { 'content-type': 'text/html' })).status, 'another type').toBe(403);
  expect.soft((await put(pathname, {}, bytes.subarray(1))).status, 'another size').toBe(403);
  const unsigned = await send(origin, { method: 'PUT', path: pathname, headers, body: bytes });
  expect.soft(unsigned.status, 'no signature').toBe(403);
  expect((await put(pathname)).status).toBe(200);
});

test('nobody goes round the CDN, and the CDN serves nothing that is not published', async ({ stack }) => {
  const user = await signUpUser(stack.apiUrl);
  const file = await genuine('picture.png');
  const mediaId = await upload(user, file);
  const item = await waitUntilInspected(user, mediaId);
  const { url: uploadUrl, key } = await user.call('requestUpload', {
    body: { fileName: 'a.png', contentType: 'image/png', size: 10 },
  });
  const storage = new URL(uploadUrl).origin;
  const published = new URL(item.url ?? '');
  const get = async (origin: string, path: string) => (await send(origin, { method: 'GET', path })).status;
  const secret = await readFile(join(stack.dataDir, 'secrets', 'storage'), 'utf8');
  const ofNobody = new TextEncoder().encode('in the bucket, and never published');
  await new StorageBrowser(stack.ports.STORAGE_PORT, secret).put(
    'media-feed-media',
    'backup/a.txt',
    ofNobody,
  );

  for (const path of [
    '/media-feed-media',
    '/media-feed-uploads',
    `/media-feed-media${published.pathname}`,
    `/media-feed-uploads/${key}`,
  ]) {
    expect.soft(await get(storage, path), `storage ${path}`).toBe(403);
  }
  for (const path of [
    `/${key}`,
    `/quarantine/${user.session.user.id}/${mediaId}`,
    '/media/image/',
    '/backup/a.txt',
    `${published.pathname}/..`,
  ]) {
    expect.soft(await get(published.origin, path), `CDN ${path}`).toBe(403);
  }
  expect(await get(published.origin, published.pathname)).toBe(200);
});

test('what the browser gets holds no secret of the stack', async ({ stack }) => {
  const folder = join(stack.dataDir, 'secrets');
  const names = await readdir(folder);
  const secrets = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  const texts = await everythingFrom(stack.webUrl);

  expect(secrets.length).toBeGreaterThanOrEqual(3);
  expect([...texts.keys()]).toContainEqual(expect.stringMatching(/^\/assets\/sign-in-page-.+\.js$/));
  for (const secret of secrets) {
    const holders = [...texts].filter(([, text]) => text.includes(secret.trim())).map(([path]) => path);
    expect(holders).toEqual([]);
  }
});

/** Texts by path: the page, and every file that is named in it or in what it names, pages loaded later included. */
async function everythingFrom(webUrl: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const open = ['/', '/settings'];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const { text } = await send(webUrl, { method: 'GET', path });
    texts.set(path, text);
    const linked = [...text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, found = '']) => found);
    const imported = [...text.matchAll(/(?:\.|assets)\/([\w-]+\.(?:js|css))/g)].map(
      ([, name = '']) => `/assets/${name}`,
    );
    open.push(...[...linked, ...imported].filter((found) => !texts.has(found) && !open.includes(found)));
  }
  return texts;
}
