/** The card of an item, as a crawler gets it from the API. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { loadFunction } from '@media-feed/testing/cloudfront-function';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { seedFeed } from '../media/support/seed.ts';

const origin = 'http://localhost:5173';
let app: TestApp;
let ada: Person;
let mediaId: string;

beforeAll(async () => {
  app = await startTestApp({ webOrigins: [origin] });
  ada = await signUpPerson(app.url);
  [mediaId = ''] = await seedFeed(app.database, [{ uploaderId: ada.user.id }]);
});
afterAll(() => app.close());

const get = (id: string, headers: Record<string, string> = {}) =>
  fetch(`${app.url}/media/${id}/open-graph`, { headers });

it('is a page with a title, an address and pictures', async () => {
  const answer = await get(mediaId);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(answer.headers.get('cache-control')).toBe('public, max-age=0, s-maxage=1');
  const page = await answer.text();
  expect(page).toContain(`<meta property="og:url" content="${origin}/m/${mediaId}">`);
  expect(page).toMatch(/<meta property="og:image" content="http[^"]+">/);
});

it('escapes what people wrote', async () => {
  const patched = await fetch(`${app.url}/media/${mediaId}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${ada.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ altText: '"><script>alert(1)</script>' }),
  });
  expect(patched.status).toBe(200);
  const page = await (await get(mediaId)).text();
  expect(page).toContain('content="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
  expect(page).not.toContain('<script');
});

it('is shown of what everybody may see alone, its owner included', async () => {
  const asked = await fetch(`${app.url}/media/presigned-url`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ada.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ fileName: 'a.jpg', contentType: 'image/jpeg', size: 10 }),
  });
  const pending = (await asked.json()) as { mediaId: string };
  const answer = await get(pending.mediaId, { authorization: `Bearer ${ada.token}` });
  expect(answer.status).toBe(404);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.headers.get('cache-control') ?? '').not.toContain('s-maxage');
});

it('is what CloudFront asks for when a crawler follows a link to the web app', async () => {
  const file = join(import.meta.dirname, '../../../infrastructure/functions/spa-routing.js');
  const route = loadFunction(await readFile(file, 'utf8'));
  const asCrawler = { 'user-agent': { value: 'facebookexternalhit/1.1' } };
  const { request, origin: chosen } = route({ uri: `/m/${mediaId}`, headers: asCrawler });
  expect(chosen).toBe('api');
  const answer = await fetch(app.url + request.uri);
  expect(await answer.text()).toContain(`<meta property="og:url" content="${origin}/m/${mediaId}">`);
});
