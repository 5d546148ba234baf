/** Whose an address is: confirmed by a link, changed by one, and had back by one. */
import { hash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type OwnProfile, ownProfileSchema } from '@media-feed/contract';
import { eventually } from '@media-feed/testing/eventually';
import { read } from '../media/support/media-api.ts';
import { type Answer, call, expectProblem, pathsOf } from '../support/http.ts';
import { MailServer, tokenIn } from '../support/mail-server.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let server: MailServer;
let api: TestApp;
let ada: Person;
beforeAll(async () => {
  server = await MailServer.start();
  api = await startTestApp({
    mailUrl: server.url,
    emailVerification: 'required',
    resetMailsPerHour: 100,
    mailRetrySeconds: 1,
  });
});
beforeEach(async () => {
  ada = await signUpPerson(api.url);
});
afterAll(async () => {
  await api.close();
  await server.close();
});

const newAddress = () => `${randomUUID()}@example.net`;
const post = (path: string, body?: unknown, token?: string) =>
  call(api.url, path, { method: 'POST', ...(body !== undefined && { body }), ...(token && { token }) });
const confirm = (token: string): Promise<Answer> => post('/authentication/email-verification', { token });
const change = (email: string, person = ada, password = person.password) =>
  post('/users/me/email', { email, password }, person.token);
const signIn = (email: string, password = ada.password) =>
  post('/authentication/sign-in', { email, password });
const me = async (person = ada): Promise<OwnProfile> =>
  read(await call(api.url, '/users/me', { token: person.token }), 200, ownProfileSchema);
const presign = (person = ada) =>
  post('/media/presigned-url', { fileName: 'a.png', contentType: 'image/png', size: 10 }, person.token);

const query = (text: string, values: unknown[] = []): Promise<unknown[]> =>
  api.database.query({ name: `test_${hash('md5', text)}`, text }, values);

/** By a link to Ada's address: who had it taken away knows the old password, which is over. */
async function comeBack(): Promise<void> {
  expectProblem(await signIn(ada.user.email), 'invalid-credentials');
  const token = await linkTo(ada.user.email, 'Choose a new password');
  const password = 'quite another password';
  expect((await post('/authentication/password-reset/complete', { token, password })).status).toBe(204);
  expect((await signIn(ada.user.email, password)).status).toBe(200);
}

/** The token of the newest mail with that subject. */
async function linkTo(address: string, subject: string): Promise<string> {
  const mails = await eventually(
    () =>
      server.stored.filter(
        (mail) => mail.subject === subject && mail.to?.some((one) => one.address === address),
      ),
    ({ length }) => length > 0,
    { what: `«${subject}» to ${address}` },
  );
  const newest = mails.at(-1);
  return newest ? tokenIn(newest) : '';
}
const confirmation = (address = ada.user.email) => linkTo(address, 'Confirm your e-mail address');
const changeLink = (address: string) => linkTo(address, 'Confirm your new e-mail address');
const undoLink = (address: string) => linkTo(address, 'Your e-mail address was changed');

async function changeTo(email: string): Promise<void> {
  expect((await change(email)).status).toBe(202);
  expect((await confirm(await changeLink(email))).status).toBe(204);
}

describe('an address', () => {
  it('is confirmed by the link of the mail, once, and uploads are let in from then on', async () => {
    const token = await confirmation();
    expect((await me()).emailVerified).toBe(false);
    expect(expectProblem(await presign(), 'email-unverified').status).toBe(403);
    const large = { fileName: 'a.mp4', contentType: 'video/mp4', size: 50_000_000 };
    expectProblem(await post('/media/multipart', large, ada.token), 'email-unverified');

    expect((await confirm(token)).status).toBe(204);

    expect((await me()).emailVerified).toBe(true);
    expect((await presign()).status).toBe(201);
    expectProblem(await confirm(token), 'link-invalid');
  });

  it('is confirmed once of two at the same moment', async () => {
    const token = await confirmation();
    const answers = await Promise.all([confirm(token), confirm(token)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 400]);
  });

  it('is confirmed by another link on demand, and by none where that is done', async () => {
    await confirmation();
    const before = server.stored.length;
    expect((await post('/authentication/email-verification/resend', undefined, ada.token)).status).toBe(204);
    await eventually(
      () => server.stored.length,
      (count) => count > before,
    );
    expect((await confirm(await confirmation())).status).toBe(204);
    expect((await post('/authentication/email-verification/resend', undefined, ada.token)).status).toBe(204);
    const waiting = await api.database.query(
      {
        name: 'test-waiting-verifications',
        text: `SELECT FROM mails WHERE user_id = $1 AND kind = 'email-verification' AND sent_at IS NULL`,
      },
      [ada.user.id],
    );
    expect(waiting).toEqual([]);
    expectProblem(await post('/authentication/email-verification/resend'), 'unauthenticated');
  });

  it('is confirmed by no GET, no link of another purpose, and nothing that is none', async () => {
    const token = await confirmation();
    expect((await post('/authentication/password-reset', { email: ada.user.email })).status).toBe(202);
    const reset = await linkTo(ada.user.email, 'Choose a new password');

    expectProblem(
      await call(api.url, `/authentication/email-verification?token=${token}`),
      'method-not-allowed',
    );
    for (const wrong of [reset, '', 'x', `${token}x`]) expectProblem(await confirm(wrong), 'link-invalid');
    expectProblem(
      await post('/authentication/password-reset/complete', { token, password: 'a new password' }),
      'link-invalid',
    );

    expect((await confirm(token)).status).toBe(204);
  });

  it('is confirmed too by a new password that was chosen by a link', async () => {
    expect((await post('/authentication/password-reset', { email: ada.user.email })).status).toBe(202);
    const token = await linkTo(ada.user.email, 'Choose a new password');
    const password = 'a new password';
    expect((await post('/authentication/password-reset/complete', { token, password })).status).toBe(204);

    const { accessToken } = (await signIn(ada.user.email, password)).body as { accessToken: string };
    expect((await me({ ...ada, token: accessToken })).emailVerified).toBe(true);
  });
});

describe('a change of address', () => {
  it('holds once the new one is confirmed, and the old one hears of it', async () => {
    const email = newAddress();
    expect((await change(email)).status).toBe(202);
    const token = await changeLink(email);
    expect((await me()).email).toBe(ada.user.email);

    expect((await confirm(token)).status).toBe(204);

    expect(await me()).toMatchObject({ email, emailVerified: true });
    expect((await signIn(email)).status).toBe(200);
    expectProblem(await signIn(ada.user.email), 'invalid-credentials');
    expect(await undoLink(ada.user.email)).not.toBe('');
    expectProblem(await confirm(token), 'link-invalid');
  });

  it('wants the password, and an address', async () => {
    expect(pathsOf(expectProblem(await change(newAddress(), ada, 'wrong'), 'validation'))).toEqual([
      'password',
    ]);
    for (const email of [
      'nobody',
      'a@b',
      'a@example.org\r\nBcc: eve@example.org',
      'a@example.org, b@example.org',
    ]) {
      expect(pathsOf(expectProblem(await change(email), 'validation'))).toEqual(['email']);
    }
  });

  it('ends the links that the old address was sent', async () => {
    const verification = await confirmation();
    expect((await post('/authentication/password-reset', { email: ada.user.email })).status).toBe(202);
    const reset = await linkTo(ada.user.email, 'Choose a new password');

    await changeTo(newAddress());

    expectProblem(await confirm(verification), 'link-invalid');
    const body = { token: reset, password: 'a new password' };
    expectProblem(await post('/authentication/password-reset/complete', body), 'link-invalid');
  });

  it('to an address that is taken says so to whoever reads its mail, and to nobody else', async () => {
    const bob = await signUpPerson(api.url);
    expect((await change(bob.user.email)).status).toBe(202);
    const token = await changeLink(bob.user.email);

    expectProblem(await confirm(token), 'email-taken');
    expect((await me()).email).toBe(ada.user.email);
    expect((await me(bob)).email).toBe(bob.user.email);
  });

  it('is undone from the old address, which ends every session and brings a link for a new password', async () => {
    await changeTo(newAddress());
    const token = await undoLink(ada.user.email);

    expect((await confirm(token)).status).toBe(204);

    await eventually(
      () => call(api.url, '/users/me', { token: ada.token }),
      ({ status }) => status === 401,
    );
    await comeBack();
    expect(await linkTo(ada.user.email, 'Choose a new password')).not.toBe('');
    expectProblem(await confirm(token), 'link-invalid');
  });

  it('keeps the old address from others for as long as it can be had back', async () => {
    await changeTo(newAddress());
    const { password } = ada;
    const body = { email: ada.user.email.toUpperCase(), password, confirmPassword: password };
    expectProblem(await post('/authentication/sign-up', body), 'email-taken');
    const bob = await signUpPerson(api.url);
    expect((await change(ada.user.email, bob)).status).toBe(202);
    expectProblem(await confirm(await changeLink(ada.user.email)), 'email-taken');

    expect((await confirm(await undoLink(ada.user.email))).status).toBe(204);
    await comeBack();
  });

  it('and another one after it are both undone from the first address, whoever was undone in between', async () => {
    const [stolen, further] = [newAddress(), newAddress()];
    await changeTo(stolen);
    const first = await undoLink(ada.user.email);
    await changeTo(further);
    // The thief, who reads the second, does what they can to keep the owner out.
    expect((await confirm(await undoLink(stolen))).status).toBe(204);

    expect((await confirm(first)).status).toBe(204);

    await comeBack();
    expectProblem(await signIn(stolen), 'invalid-credentials');
  });
});

describe('a sign-in', () => {
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
  const from = (userAgent: string, cookie?: string) =>
    call(api.url, '/authentication/sign-in', {
      method: 'POST',
      headers: { 'user-agent': userAgent, ...(cookie !== undefined && { cookie }) },
      body: { email: ada.user.email, password: ada.password },
    });
  const notices = () =>
    server.stored.filter(
      ({ subject, to }) =>
        subject === 'Somebody signed in to your account' && to?.some((one) => one.address === ada.user.email),
    );

  it('where nobody had signed in before is told by mail, and the next one there is not', async () => {
    const first = await from(firefox);
    expect(first.status).toBe(200);
    const [notice] = await eventually(notices, ({ length }) => length === 1);
    expect(notice?.text).toContain('Firefox on Linux');

    const cookies = first.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0] ?? '');
    expect((await from(firefox, cookies.join('; '))).status).toBe(200);
    // Whatever came of that one would have come before this.
    expect((await post('/authentication/password-reset', { email: ada.user.email })).status).toBe(202);
    await linkTo(ada.user.email, 'Choose a new password');
    expect(notices()).toHaveLength(1);
  });

  it('by a program has none of its words in the mail', async () => {
    expect((await from('visit-evil.example/1.0')).status).toBe(200);
    const [notice] = await eventually(notices, ({ length }) => length === 1);
    expect(notice?.text).toContain('a program that does not say what it is');
    expect(notice?.text).not.toContain('evil');
  });
});

describe('what somebody asked for who knew the old password', () => {
  it('ends when the owner chooses another, by link or in the settings', async () => {
    for (const choose of [byLink, inSettings]) {
      const person = await signUpPerson(api.url);
      const address = newAddress();
      expect((await change(address, person)).status).toBe(202);
      const token = await changeLink(address);

      expect((await choose(person)).status).toBe(204);

      expectProblem(await confirm(token), 'link-invalid');
      expect((await me(await again(person))).email).toBe(person.user.email);
    }
  });

  it('ends too where its mail has not gone yet', async () => {
    const address = newAddress();
    await query(
      `INSERT INTO mails (id, kind, user_id, address, facts, due_at)
       VALUES (gen_random_uuid(), 'email-change', $1, $2, jsonb_build_object('email', $2::text), now() + interval '1 hour')`,
      [ada.user.id, address],
    );

    expect((await inSettings(ada)).status).toBe(204);

    expect(await query('SELECT FROM mails WHERE address = $1', [address])).toEqual([]);
  });

  const other = 'quite another password';
  async function byLink(person: Person): Promise<Answer> {
    await post('/authentication/password-reset', { email: person.user.email });
    const token = await linkTo(person.user.email, 'Choose a new password');
    return post('/authentication/password-reset/complete', { token, password: other });
  }
  const inSettings = (person: Person) =>
    post(
      '/users/me/password',
      { currentPassword: person.password, newPassword: other, confirmPassword: other },
      person.token,
    );
  async function again(person: Person): Promise<Person> {
    const { body } = await signIn(person.user.email, other);
    return { ...person, token: (body as { accessToken: string }).accessToken };
  }
});

it('an address that is given up while somebody signs up with it is kept for its owner', async () => {
  const { email } = ada.user;
  let answer: Promise<Answer> | undefined;
  await api.database.transaction(async (transaction) => {
    await transaction.query(
      { name: 'test_give_up', text: 'UPDATE users SET email = $2, email_key = $2 WHERE id = $1' },
      [ada.user.id, newAddress()],
    );
    await transaction.query(
      {
        name: 'test_keep',
        text: `INSERT INTO former_addresses (email_key, user_id, expires_at) VALUES ($2, $1, now() + interval '7 days')`,
      },
      [ada.user.id, email],
    );
    answer = post('/authentication/sign-up', {
      email,
      password: 'correct horse battery',
      confirmPassword: 'correct horse battery',
    });
    await eventually(
      () =>
        query(
          `SELECT FROM pg_stat_activity
           WHERE wait_event_type = 'Lock' AND query LIKE '%users%' AND datname = current_database()`,
        ),
      ({ length }) => length > 0,
    );
  });

  if (!answer) throw new Error('nobody signed up');
  expectProblem(await answer, 'email-taken');
});
