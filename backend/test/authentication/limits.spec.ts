import { afterEach, describe, expect, it } from '@jest/globals';
import { formatEventId } from '../../src/events/event-id.ts';
import { type Call, type CallName, calls, sessionSchema } from '@media-feed/contract';
import { createLogger } from '../../src/logging/logger.ts';
import type { Config } from '../../src/config/config.ts';
import { call, expectProblem } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let api: TestApp;
afterEach(() => api.close());

const limits: Config['callLimits'] = {
  signInLimitPerAccount: 1000,
  signInFailureLimitPerAccount: 1000,
  signInLimitPerAddress: 1000,
  refreshLimitPerSession: 1000,
  signUpLimitPerAccount: 1000,
  signUpLimitPerAddress: 1000,
  passwordChangeLimitPerUser: 1000,
  resetLimitPerAccount: 1000,
  resetLimitPerAddress: 1000,
  presignLimitPerUser: 1000,
  presignLimitPerAddress: 1000,
  readLimitPerAddress: 1000,
  personalFeedLimitPerAddress: 1000,
  eventReplayLimitPerUser: 1000,
  writeLimitPerUser: 1000,
  deleteLimitPerUser: 1000,
  reportLimitPerUser: 1000,
  exportLimitPerUser: 1000,
};
const limited = (changed: Partial<Config['callLimits']>): Partial<Config> => ({
  rateLimits: true,
  // No window ends within a test, however slow the machine is.
  rateLimitWindowSeconds: 3600,
  // A busy machine must not count alone.
  rateLimitPatienceMilliseconds: 30_000,
  callLimits: { ...limits, ...changed },
});
const signIn = (
  email: string,
  forwardedFor = '203.0.113.1',
  { password = 'not the password', cookie }: { password?: string; cookie?: string } = {},
) =>
  call(api.url, '/authentication/sign-in', {
    method: 'POST',
    body: { email, password },
    headers: { 'x-forwarded-for': forwardedFor },
    ...(cookie !== undefined && { cookie }),
  });

describe('rate limits', () => {
  it('count failed sign-ins by account and network, whatever the spelling, and lock out nobody elsewhere', async () => {
    api = await startTestApp({ ...limited({ signInLimitPerAccount: 3 }), trustProxyHops: 1 });
    for (const email of ['kim@example.org', 'KIM@example.org', ' kim@example.org']) {
      expectProblem(await signIn(email), 'invalid-credentials');
    }

    const refused = await signIn('Kim@example.org');

    expectProblem(refused, 'too-many-requests');
    const retryAfter = Number(refused.headers.get('retry-after'));
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(3600);
    expectProblem(await signIn('kim@example.org', '203.0.113.2'), 'invalid-credentials');
    expectProblem(await signIn('other@example.org'), 'invalid-credentials');
  });

  it('count no sign-in that succeeds, and each of many at once that fail', async () => {
    api = await startTestApp({ ...limited({ signInLimitPerAccount: 3 }), trustProxyHops: 1 });
    const { user, password } = await signUpPerson(api.url);
    for (let times = 0; times < 8; times++) {
      expect((await signIn(user.email, '203.0.113.1', { password })).status).toBe(200);
    }

    const answers = await Promise.all(Array.from({ length: 12 }, () => signIn(user.email)));

    expect(answers.filter(({ status }) => status === 401)).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(9);
  });

  it('count failures of an account from everywhere at a higher number, and known devices go on', async () => {
    const changed = { signInLimitPerAccount: 3, signInFailureLimitPerAccount: 5 };
    api = await startTestApp({ ...limited(changed), trustProxyHops: 1 });
    const { user, password } = await signUpPerson(api.url);
    const other = await signUpPerson(api.url);
    const cookiesOf = async (email: string) =>
      (await signIn(email, '203.0.113.1', { password })).headers
        .getSetCookie()
        .map((cookie) => cookie.split(';', 1)[0])
        .join('; ');
    const [own, foreign] = [await cookiesOf(user.email), await cookiesOf(other.user.email)];
    for (let guess = 0; guess < 5; guess++) {
      expectProblem(await signIn(user.email, `198.51.100.${String(guess)}`), 'invalid-credentials');
    }

    // Also the right password, from a device that nobody knows, or that somebody else is known on, or made up.
    const forged = `device=${'A'.repeat(22)}.${'A'.repeat(43)}`;
    for (const cookie of ['', foreign, forged]) {
      const answer = await signIn(user.email, '198.51.100.77', { password, cookie });
      expectProblem(answer, 'too-many-requests');
    }
    for (let times = 0; times < 5; times++) {
      expect((await signIn(user.email, '198.51.100.78', { password, cookie: own })).status).toBe(200);
    }
    // And has as many guesses of its own as anybody.
    for (let guess = 0; guess < 3; guess++) {
      expectProblem(await signIn(user.email, '198.51.100.79', { cookie: own }), 'invalid-credentials');
    }
    const last = await signIn(user.email, '198.51.100.80', { password, cookie: own });
    expectProblem(last, 'too-many-requests');
  });

  it('count an IPv6 network of 64 bits as one address, and one of 48 bits as ten', async () => {
    api = await startTestApp({ ...limited({ signInLimitPerAddress: 2 }), trustProxyHops: 1 });
    const statuses = async (...addresses: string[]) => {
      const all: number[] = [];
      for (const address of addresses) {
        all.push((await signIn(`${String(Math.random())}@example.org`, address)).status);
      }
      return all;
    };

    expect(await statuses('2001:db8::1', '2001:db8::2', '2001:DB8:0:0:ffff::3')).toEqual([401, 401, 429]);
    const networks = Array.from({ length: 20 }, (_, index) => `2001:db8:0:${(index + 1).toString(16)}::1`);
    // The two from the first network counted as well.
    expect((await statuses(...networks)).filter((status) => status === 401)).toHaveLength(18);
    expect(await statuses('2001:db8:1::1')).toEqual([401]);
  });

  it('count together whatever comes with no address', async () => {
    api = await startTestApp({ ...limited({ signInLimitPerAddress: 2 }), trustProxyHops: 1 });
    const statuses: number[] = [];
    for (const made of ['unknown', 'a.b.c.d', 'x-1', '203.0.113.999']) {
      statuses.push((await signIn(`${made}@example.org`, made)).status);
    }
    expect(statuses).toEqual([401, 401, 429, 429]);
  });

  it('count by the address that the trusted proxy saw, not by what the client claims before it', async () => {
    api = await startTestApp({ ...limited({ signInLimitPerAddress: 2 }), trustProxyHops: 1 });
    await signIn('a@example.org', '198.51.100.1, 203.0.113.5');
    await signIn('b@example.org', '198.51.100.2, 203.0.113.5');

    expectProblem(await signIn('c@example.org', '198.51.100.3, 203.0.113.5'), 'too-many-requests');

    expectProblem(await signIn('c@example.org', '203.0.113.6'), 'invalid-credentials');
  });

  it('count requests for URLs by person', async () => {
    api = await startTestApp(limited({ presignLimitPerUser: 2 }));
    const [kim, ada] = await Promise.all([signUpPerson(api.url), signUpPerson(api.url)]);
    // Refused by the media's rules, and counted all the same.
    const ask = (token: string) =>
      call(api.url, '/media/presigned-url', {
        method: 'POST',
        token,
        body: { fileName: 'notes.txt', contentType: 'text/plain', size: 1 },
      });
    for (let times = 0; times < 2; times++) expectProblem(await ask(kim.token), 'unsupported-media-type');

    expectProblem(await ask(kim.token), 'too-many-requests');

    expectProblem(await ask(ada.token), 'unsupported-media-type');
  });

  it('believe no X-Forwarded-For without a proxy', async () => {
    api = await startTestApp(limited({ signInLimitPerAddress: 2 }));
    await signIn('a@example.org', '203.0.113.1');
    await signIn('b@example.org', '203.0.113.2');

    expectProblem(await signIn('c@example.org', '203.0.113.3'), 'too-many-requests');
  });

  it('count sign-ups by address', async () => {
    api = await startTestApp(limited({ signUpLimitPerAddress: 1 }));
    await signUpPerson(api.url);

    await expect(signUpPerson(api.url)).rejects.toThrow('429');
  });

  it('count sign-ups by the e-mail address and network, and ten times as many from everywhere', async () => {
    api = await startTestApp({ ...limited({ signUpLimitPerAccount: 1 }), trustProxyHops: 1 });
    const signUp = (email: string, forwardedFor: string) =>
      call(api.url, '/authentication/sign-up', {
        method: 'POST',
        body: { email, password: 'password123', confirmPassword: 'password123' },
        headers: { 'x-forwarded-for': forwardedFor },
      });
    expect((await signUp('kim@example.org', '203.0.113.1')).status).toBe(201);

    expectProblem(await signUp('Kim@Example.org', '203.0.113.1'), 'too-many-requests');
    expect((await signUp('ada@example.org', '203.0.113.2')).status).toBe(201);
    const elsewhere: number[] = [];
    for (let place = 3; place < 13; place++) {
      elsewhere.push((await signUp('kim@example.org', `203.0.113.${String(place)}`)).status);
    }
    expect(elsewhere.slice(0, 8)).toEqual(Array.from({ length: 8 }, () => 409));
    expect(elsewhere.at(-1)).toBe(429);
  });

  it('count requests for URLs by address, whoever signed in there', async () => {
    api = await startTestApp(limited({ presignLimitPerAddress: 2 }));
    const people = await Promise.all([1, 2, 3].map(() => signUpPerson(api.url)));
    const body = { fileName: 'notes.txt', contentType: 'text/plain', size: 1 };
    const statuses: number[] = [];
    for (const { token } of people) {
      const answer = await call(api.url, '/media/presigned-url', { method: 'POST', token, body });
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([415, 415, 429]);
  });

  it('count reads by address and likes by person, and say when to come back', async () => {
    api = await startTestApp(limited({ readLimitPerAddress: 3, writeLimitPerUser: 1 }));
    const [kim, ada] = await Promise.all([signUpPerson(api.url), signUpPerson(api.url)]);
    const like = ({ token }: typeof kim) =>
      call(api.url, `/media/${kim.user.id}/likes`, { method: 'POST', token });
    expectProblem(await like(kim), 'not-found');

    expectProblem(await like(kim), 'too-many-requests');

    expectProblem(await like(ada), 'not-found');
    const looks = await Promise.all([1, 2, 3, 4].map(() => call(api.url, `/users/${kim.user.id}`)));
    expect(looks.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429]);
    const retryAfter = Number(looks.find(({ status }) => status === 429)?.headers.get('retry-after'));
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(3600);
  });

  it('hold over all instances together', async () => {
    api = await startTestApp(limited({ signInLimitPerAddress: 10 }));
    const { createApp } = await import('../../src/create-app.ts');
    const second = await createApp(api.config, createLogger(api.config));
    await second.listen(0, '127.0.0.1');
    const urls = [api.url, await second.getUrl()];

    const statuses: number[] = [];
    // One after the other: a machine that is busy with twenty passwords at once refuses some as too many.
    for (let index = 0; index < 20; index++) {
      const { status } = await call(urls[index % 2] ?? '', '/authentication/sign-in', {
        method: 'POST',
        body: { email: `p${String(index)}@example.org`, password: 'not the password' },
      });
      statuses.push(status);
    }
    await second.close();

    expect(statuses).toEqual([...Array<number>(10).fill(401), ...Array<number>(10).fill(429)]);
  });

  it('count mails to a new address by that address, whoever asks for them', async () => {
    api = await startTestApp({ ...limited({ resetLimitPerAccount: 1 }), mailUrl: 'smtp://127.0.0.1:1' });
    const people = await Promise.all([signUpPerson(api.url), signUpPerson(api.url)]);
    const statuses: number[] = [];
    for (const { token, password } of people) {
      const body = { email: 'somebody.else@example.net', password };
      statuses.push((await call(api.url, '/users/me/email', { method: 'POST', token, body })).status);
    }
    expect(statuses).toEqual([202, 429]);
  });

  it('count changes of the password by person: a device that was found signed in guesses no further', async () => {
    api = await startTestApp(limited({ passwordChangeLimitPerUser: 2 }));
    const [kim, ada] = await Promise.all([signUpPerson(api.url), signUpPerson(api.url)]);
    const guess = ({ token }: typeof kim) =>
      call(api.url, '/users/me/password', {
        method: 'POST',
        token,
        body: { currentPassword: 'a guess', newPassword: 'new password', confirmPassword: 'new password' },
      });
    for (let times = 0; times < 2; times++) expectProblem(await guess(kim), 'validation');

    expectProblem(await guess(kim), 'too-many-requests');

    expectProblem(await guess(ada), 'validation');
    // Nor do they keep the owner's other devices from changing it.
    const phone = await signIn(kim.user.email, '203.0.113.1', { password: kim.password });
    const { accessToken: token } = sessionSchema.parse(phone.body);
    expectProblem(await guess({ ...kim, token }), 'validation');
  });

  it.each([
    ['one person', ({ user }: Person) => `uploader=${user.id}`],
    ['what somebody likes', () => 'liked=true'],
    ['a search', () => 'q=sea'],
  ])('count pages of %s by themselves, of which nobody else gets the same', async (_what, queryOf) => {
    api = await startTestApp(limited({ personalFeedLimitPerAddress: 1 }));
    const person = await signUpPerson(api.url);
    const look = (query: string) => call(api.url, `/media?${query}`, { token: person.token });
    expect((await look(queryOf(person))).status).toBe(200);

    expectProblem(await look(`${queryOf(person)}&size=2`), 'too-many-requests');

    expect((await call(api.url, '/media')).status).toBe(200);
  });

  it('count event streams that ask for what they missed: each reads up to an hour of events', async () => {
    api = await startTestApp(limited({ eventReplayLimitPerUser: 1 }));
    const [kim, ada] = await Promise.all([signUpPerson(api.url), signUpPerson(api.url)]);
    const open = async ({ token }: typeof kim, lastEventId?: string) => {
      const aborter = new AbortController();
      const { status } = await fetch(`${api.url}/media/events`, {
        headers: {
          authorization: `Bearer ${token}`,
          ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
        },
        signal: aborter.signal,
      });
      aborter.abort();
      return status;
    };
    const lastEventId = formatEventId({ eventId: 0n, at: Date.now() });
    expect(await open(kim, lastEventId)).toBe(200);

    expect(await open(kim, lastEventId)).toBe(429);

    expect(await open(kim)).toBe(200);
    expect(await open(ada, lastEventId)).toBe(200);
  });

  it('count deletions by person, which the edge has to forget one by one', async () => {
    api = await startTestApp(limited({ deleteLimitPerUser: 1 }));
    const [kim, ada] = await Promise.all([signUpPerson(api.url), signUpPerson(api.url)]);
    const remove = ({ token, user }: typeof kim) =>
      call(api.url, `/media/${user.id}`, { method: 'DELETE', token });
    expectProblem(await remove(kim), 'not-found');

    expectProblem(await remove(kim), 'too-many-requests');

    expectProblem(await remove(ada), 'not-found');
  });

  it('count reports by person, which operators have to read', async () => {
    api = await startTestApp(limited({ reportLimitPerUser: 1 }));
    const [kim, ada] = await Promise.all([signUpPerson(api.url), signUpPerson(api.url)]);
    const report = ({ token, user }: typeof kim, kind: 'media' | 'users') =>
      call(api.url, `/${kind}/${user.id}/reports`, { method: 'POST', token, body: { reason: 'SPAM' } });
    expectProblem(await report(kim, 'media'), 'not-found');

    expectProblem(await report(kim, 'users'), 'too-many-requests');

    expectProblem(await report(ada, 'media'), 'not-found');
  });

  it('count pages of an export by person', async () => {
    api = await startTestApp(limited({ exportLimitPerUser: 1 }));
    const [kim, ada] = await Promise.all([signUpPerson(api.url), signUpPerson(api.url)]);
    const page = ({ token }: typeof kim) => call(api.url, '/users/me/export', { token });
    expect((await page(kim)).status).toBe(200);

    expectProblem(await page(kim), 'too-many-requests');

    expect((await page(ada)).status).toBe(200);
  });

  it('count refreshes by session: neither another one of the person nor another token makes more of them', async () => {
    api = await startTestApp(limited({ refreshLimitPerSession: 3 }));
    const kim = await signUpPerson(api.url);
    const refresh = async (cookie: string) => {
      const answer = await call(api.url, '/authentication/refresh', { method: 'POST', cookie });
      return { answer, cookie: answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '' };
    };
    const first = await refresh(kim.cookie);
    const second = await refresh(first.cookie);

    const { answer } = await refresh(second.cookie);

    expectProblem(answer, 'too-many-requests');
    expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(3600);
    expectProblem((await refresh(first.cookie)).answer, 'too-many-requests');
    const phone = await call(api.url, '/authentication/sign-in', {
      method: 'POST',
      body: { email: kim.user.email, password: kim.password },
    });
    expect((await refresh(phone.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '')).answer.status).toBe(200);
  });

  it.each<[CallName, keyof Config['callLimits']]>([
    ['requestPasswordReset', 'resetLimitPerAddress'],
    ['requestPasswordReset', 'resetLimitPerAccount'],
    ['completePasswordReset', 'resetLimitPerAddress'],
    ['confirmEmail', 'resetLimitPerAddress'],
    ['resendEmailVerification', 'resetLimitPerAccount'],
    ['changeEmail', 'passwordChangeLimitPerUser'],
    ['deleteAccount', 'passwordChangeLimitPerUser'],
    ['restoreAccount', 'passwordChangeLimitPerUser'],
    ['startMultipart', 'presignLimitPerUser'],
    ['startMultipart', 'presignLimitPerAddress'],
  ])('count %s by %s, and nobody else with it', async (name, limit) => {
    api = await startTestApp({
      ...limited({ [limit]: 1 }),
      ...{ trustProxyHops: 1, mailUrl: 'smtp://127.0.0.1:1' },
    });
    const [kim, ada] = await Promise.all([signUpPerson(api.url), signUpPerson(api.url)]);
    const row: Call = calls[name];
    // Enough to be counted by: what the call itself makes of it is another matter.
    const ask = async ({ user: { email }, token }: Person, forwardedFor: string) => {
      const headers = { 'x-forwarded-for': forwardedFor };
      const body = row.body && { email };
      return (await call(api.url, row.path, { method: row.method, token, headers, body })).status;
    };
    expect(await ask(kim, '203.0.113.1')).not.toBe(429);

    expect(await ask(kim, '203.0.113.1')).toBe(429);

    expect(await ask(ada, '203.0.113.2')).not.toBe(429);
  });

  it('count nobody when they are off', async () => {
    api = await startTestApp({ ...limited({ signInLimitPerAccount: 1 }), rateLimits: false });
    await signIn('kim@example.org');

    expectProblem(await signIn('kim@example.org'), 'invalid-credentials');
  });
});

describe('hashing', () => {
  it('turns people away with 503 once too many wait, and serves the others', async () => {
    // A quarter of the places is kept for known devices.
    api = await startTestApp({ maxWaitingHashes: 4 });

    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => signIn(`p${String(index)}@example.org`)),
    );

    const refused = answers.filter((answer) => answer.status === 503);
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) {
      expectProblem(answer, 'unavailable');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    }
    expect(answers.filter((answer) => answer.status === 401).length).toBeGreaterThanOrEqual(3);
    expectProblem(await signIn('late@example.org'), 'invalid-credentials');
  });
});
