/** What is one person's is kept by no browser and no proxy: every call of the contract, also those that come later. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@media-feed/testing/eventually';
import { type Call, type CallName, calls } from '@media-feed/contract';
import { Lambda, readyResult } from '../media/support/inspection-results.ts';
import { ModerationService } from '../../src/moderation/moderation.service.ts';
import { MediaApi } from '../media/support/media-api.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

/** The same for everybody who asks, so that a CDN may keep them for a second; all others are kept by nobody. */
const shared: readonly CallName[] = ['getOpenGraphPage', 'getAtomFeed'];
/** These too where nobody says who asks. */
const sharedWithStrangers: readonly CallName[] = ['listFeedPage', 'continueFeed', 'searchMedia'];

let api: TestApp;
let person: Person;
let lambda: Lambda;
let mediaId: string;
beforeAll(async () => {
  api = await startTestApp();
  lambda = new Lambda(api.config);
  person = await signUpPerson(api.url);
  const media = new MediaApi(api.url);
  const upload = await media.presign(person);
  await lambda.send(readyResult(upload, person, { original: true }));
  await eventually(
    () => media.item(upload.mediaId, person),
    ({ status }) => status === 'READY',
  );
  mediaId = upload.mediaId;
  await fetch(`${api.url}/users/me`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${person.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ handle: 'somebody' }),
  });
  await api.app.get(ModerationService).setRole(person.user.id, 'operator');
});
afterAll(async () => {
  lambda.close();
  await api.close();
});

async function cacheControlOf({ method, path }: Call, headers: Record<string, string>) {
  const ids: Readonly<Record<string, string>> = {
    userId: person.user.id,
    mediaId,
    handle: 'somebody',
    sessionId: mediaId,
    caseId: mediaId,
  };
  const url = path.replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? '');
  const aborter = new AbortController();
  const answer = await fetch(`${api.url}${url}`, { method, headers, signal: aborter.signal });
  aborter.abort();
  return { status: answer.status, kept: answer.headers.get('cache-control') };
}

/** What changes something comes last, the item and the session still being there for the others. */
const rows = (Object.entries(calls) as [CallName, Call][]).sort(
  ([, { method: a }], [, { method: b }]) => Number(a !== 'GET') - Number(b !== 'GET'),
);

it.each(rows)('%s is kept by nobody who is signed in', async (name, row) => {
  const { status, kept } = await cacheControlOf(row, { authorization: `Bearer ${person.token}` });
  // The item came by one PUT and has no parts.
  if (row.method === 'GET' && name !== 'listParts') expect(status).toBe(200);
  if (shared.includes(name)) expect(kept).toMatch(/^public/);
  else expect(kept).toBe('no-store');
});

it.each(rows)('%s is kept for strangers only where it is the same for all', async (name, row) => {
  const { status, kept } = await cacheControlOf(row, {});
  // The item is deleted by now: a refusal is kept by nobody either.
  if (status === 200 && [...shared, ...sharedWithStrangers].includes(name)) expect(kept).toMatch(/^public/);
  else expect(kept).toBe('no-store');
});
