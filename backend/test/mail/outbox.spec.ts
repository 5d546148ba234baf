/** What is to be sent is sent: once, whoever sends it, and whatever becomes of the mail server meanwhile. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@media-feed/testing/eventually';
import type { Email } from 'postal-mime';
import type { Config } from '../../src/config/config.ts';
import { call } from '../support/http.ts';
import { MailServer, tokenIn } from '../support/mail-server.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let server: MailServer;
let running: TestApp[];
beforeEach(async () => {
  server = await MailServer.start();
  running = [];
});
afterEach(async () => {
  for (const api of running.reverse()) await api.close();
  await server.close();
});

async function start(overrides: Partial<Config> = {}): Promise<TestApp> {
  const api = await startTestApp({ mailUrl: server.url, mailRetrySeconds: 1, ...overrides });
  running.push(api);
  return api;
}
const request = ({ url }: TestApp, email: string) =>
  call(url, '/authentication/password-reset', { method: 'POST', body: { email } });
const idsOf = (mails: readonly Email[]) => new Set(mails.map(({ messageId }) => messageId));
const waiting = ({ database }: TestApp) =>
  database.query<{ attempts: number; given_up: boolean }>({
    name: 'test-waiting-mails',
    text: 'SELECT attempts, given_up_at IS NOT NULL AS given_up FROM mails WHERE sent_at IS NULL',
  });

describe('a mail', () => {
  it('is text and HTML, loads nothing, and says by whom and to whom it is', async () => {
    const api = await start({ mailFrom: 'post@feed.example' });
    const { user } = await signUpPerson(api.url);
    await request(api, user.email);

    const [mail] = await server.to(user.email);

    expect(mail).toMatchObject({
      subject: 'Choose a new password',
      from: { name: 'Media Feed', address: 'post@feed.example' },
      to: [{ address: user.email }],
    });
    expect(mail?.messageId).toMatch(/^<[\da-f-]{36}@feed\.example>$/);
    expect(mail?.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
    const link = `http://localhost:5173/reset-password#token=${mail ? tokenIn(mail) : ''}`;
    expect(mail?.text).toContain(link);
    expect(mail?.html).toContain(`href="${link}"`);
    expect(mail?.html).not.toMatch(/<(img|script|link|iframe|object|form)\b|@import|url\(/i);
    const addresses = [...(mail?.html ?? '').matchAll(/https?:[^"<\s]+/g)].map(([address]) => address);
    expect(new Set(addresses)).toEqual(new Set([link]));
  });

  it('is in the language that somebody signed up in, and then in the one they chose', async () => {
    const api = await start();
    const email = 'greta@example.org';
    const password = 'correct horse battery';
    const signedUp = await call(api.url, '/authentication/sign-up', {
      method: 'POST',
      headers: { 'accept-language': 'de-AT,de;q=0.9,en;q=0.8' },
      body: { email, password, confirmPassword: password },
    });
    await request(api, email);
    await server.to(email);
    const { accessToken: token } = signedUp.body as { accessToken: string };
    const changed = await call(api.url, '/users/me', { method: 'PATCH', token, body: { language: 'en' } });
    expect(changed.body).toMatchObject({ language: 'en' });
    await request(api, email);

    const mails = await server.to(email, 2);

    expect(mails.map(({ subject }) => subject)).toEqual(['Neues Passwort wählen', 'Choose a new password']);
    expect(mails[0]?.html).toContain('<html lang="de">');
  });

  it.each([
    'a,b@example.org',
    '<a>b@example.org',
    'a;b@example.org',
    '(c)d@example.org',
    "a'--@example.org",
    'a=?utf-8?q?x?=@example.org',
  ])('goes to the one address %s and is one mail', async (email) => {
    const api = await start();
    await signUpPerson(api.url, { email });
    await request(api, email);

    await eventually(
      async () =>
        server.envelopes.length + (await waiting(api)).filter(({ given_up: given }) => given).length,
    );

    // To some such addresses none is sent; nobody else gets it then.
    expect(server.envelopes.flat().filter((address) => address !== email)).toEqual([]);
  });

  it.each([
    ['kim@example.org', ' KIM@Example.org'],
    // Nor to the key by which the account is found.
    ['Kim@example.org', 'kim@example.org'],
    // Unicode's upper case takes these for one letter, mail servers don't.
    ['kim@example.org', 'k\u0131m@example.org'],
  ])('goes to the address of the account, %s, not to the one that was typed: %s', async (email, typed) => {
    const api = await start();
    await signUpPerson(api.url, { email });
    await request(api, typed);

    await server.to(email);

    expect(server.envelopes.flat()).toEqual([email]);
  });
});

describe('the outbox', () => {
  it('sends three links an hour to one account, however many are asked for', async () => {
    const api = await start();
    const [kim, ada] = await Promise.all([signUpPerson(api.url), signUpPerson(api.url)]);
    for (let asked = 0; asked < 6; asked += 1) {
      expect((await request(api, kim.user.email)).status).toBe(202);
    }
    await request(api, ada.user.email);

    await server.to(ada.user.email);
    await eventually(async () => (await waiting(api)).length === 0);

    expect(await server.to(kim.user.email, 3)).toHaveLength(3);
  });

  it('sends each mail once where several processes send', async () => {
    const first = await start({ resetMailsPerHour: 100 });
    await start({ databaseUrl: first.config.databaseUrl, resetMailsPerHour: 100 });
    const people = await Promise.all(Array.from({ length: 10 }, () => signUpPerson(first.url)));

    await Promise.all(people.map(({ user }) => request(first, user.email)));
    await eventually(() => server.stored.length >= people.length);
    await eventually(async () => (await waiting(first)).length === 0);

    expect(server.stored).toHaveLength(people.length);
    expect(idsOf(server.stored).size).toBe(people.length);
  });

  it('loses nothing while the mail server is away, and a link works from when it is sent', async () => {
    const api = await start();
    const person = await signUpPerson(api.url);
    await server.close();
    await request(api, person.user.email);
    await eventually(async () => (await waiting(api)).some(({ attempts }) => attempts > 1));
    // It has been away for a day.
    await api.database.query({
      name: 'test-a-day-later',
      text: `UPDATE mails SET created_at = created_at - interval '1 day', due_at = due_at - interval '1 day'`,
    });

    await server.listen();
    const mails = await server.to(person.user.email);

    expect(mails).toHaveLength(1);
    expect(await isGood(api, mails[0], person)).toBe(204);
  });

  it('gives up what the server will never take, and tries again what it takes later', async () => {
    const api = await start();
    const [gone, full] = await Promise.all([signUpPerson(api.url), signUpPerson(api.url)]);
    server.refusals = { [gone.user.email]: 550, [full.user.email]: 450 };
    await Promise.all([gone, full].map(({ user }) => request(api, user.email)));
    await eventually(async () => {
      const rows = await waiting(api);
      return rows.some(({ given_up: given }) => given) && rows.some(({ attempts }) => attempts > 0);
    });

    server.refusals = {};

    expect(await server.to(full.user.email)).toHaveLength(1);
    // The server has it a moment before that is written down.
    await eventually(async () => (await waiting(api)).length === 1);
    expect(await waiting(api)).toEqual([{ attempts: 0, given_up: true }]);
  });

  it('gives up in the end what no server has taken', async () => {
    const api = await start();
    const { user } = await signUpPerson(api.url);
    server.refusals = { [user.email]: 450 };
    await request(api, user.email);
    await eventually(async () => (await waiting(api)).some(({ attempts }) => attempts > 0));
    await api.database.query({
      name: 'test-four-days-later',
      text: `UPDATE mails SET created_at = created_at - interval '4 days', due_at = now()`,
    });

    await eventually(async () => (await waiting(api)).every(({ given_up: given }) => given));
  });
});

async function isGood({ url }: TestApp, mail: Email | undefined, { user }: Person): Promise<number> {
  const body = { token: mail ? tokenIn(mail) : '', password: `not ${user.email}` };
  return (await call(url, '/authentication/password-reset/complete', { method: 'POST', body })).status;
}
