import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@media-feed/testing/eventually';
import { MailServer, tokenIn } from '../support/mail-server.ts';
import { type Answer, call, expectProblem, pathsOf } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let server: MailServer;
let api: TestApp;
beforeAll(async () => {
  server = await MailServer.start();
  api = await startTestApp({ mailUrl: server.url, resetMailsPerHour: 100 });
});
afterAll(async () => {
  await api.close();
  await server.close();
});

const newPassword = 'a better password';
const request = (email: string) =>
  call(api.url, '/authentication/password-reset', { method: 'POST', body: { email } });
const complete = (token: string, password = newPassword): Promise<Answer> =>
  call(api.url, '/authentication/password-reset/complete', { method: 'POST', body: { token, password } });
const signIn = (email: string, password: string) =>
  call(api.url, '/authentication/sign-in', { method: 'POST', body: { email, password } }).then(
    ({ status }) => status,
  );

/** The tokens of so many links that somebody was sent. */
async function linksFor({ user }: Person, count = 1): Promise<string[]> {
  for (let asked = 0; asked < count; asked += 1) expect((await request(user.email)).status).toBe(202);
  return (await server.to(user.email, count)).map(tokenIn);
}
const linkFor = async (person: Person) => (await linksFor(person))[0] ?? '';

describe('POST /authentication/password-reset', () => {
  it('sends a link by which a new password is chosen and every session ends', async () => {
    const person = await signUpPerson(api.url);
    const token = await linkFor(person);

    const answer = await complete(token);

    expect({ status: answer.status, body: answer.body }).toEqual({ status: 204, body: '' });
    expect(await signIn(person.user.email, person.password)).toBe(401);
    expect(await signIn(person.user.email, newPassword)).toBe(200);
    const refreshed = await call(api.url, '/authentication/refresh', {
      method: 'POST',
      cookie: person.cookie,
    });
    expectProblem(refreshed, 'unauthenticated');
  });

  it('tells the owner that it was done', async () => {
    const person = await signUpPerson(api.url);
    expect((await complete(await linkFor(person))).status).toBe(204);

    const [, notice] = await server.to(person.user.email, 2);

    expect(notice?.subject).toBe('Your password was changed');
  });

  it('answers alike, with the same statements and no hash, whoever has the address', async () => {
    // Of its own, whose worker sends nothing and so asks nothing.
    const quiet = await startTestApp({ role: 'api', mailUrl: server.url });
    try {
      const { user } = await signUpPerson(quiet.url);
      const statements: string[][] = [];
      const query = quiet.database.query.bind(quiet.database);
      quiet.database.query = (statement, values) => {
        statements.at(-1)?.push(statement.name);
        return query(statement, values);
      };
      const answers: Answer[] = [];
      for (const email of [user.email, 'nobody@example.org']) {
        statements.push([]);
        answers.push(
          await call(quiet.url, '/authentication/password-reset', { method: 'POST', body: { email } }),
        );
      }

      const [known, unknown] = answers.map(({ status, body }) => ({ status, body }));
      expect(known).toEqual({ status: 202, body: '' });
      expect(unknown).toEqual(known);
      const asked = statements.map((names) => names.filter((name) => name !== 'security-events-insert'));
      expect(asked).toEqual([['mails-insert'], ['mails-insert']]);
    } finally {
      await quiet.close();
    }
  });

  it('says so where no mail is sent', async () => {
    const silent = await startTestApp({ role: 'api' });
    try {
      const body = { email: 'kim@example.org' };
      const answer = await call(silent.url, '/authentication/password-reset', { method: 'POST', body });
      expectProblem(answer, 'unavailable');
    } finally {
      await silent.close();
    }
  });

  it('keeps nothing of an address that nobody has', async () => {
    await request('nobody.at.all@example.org');
    const person = await signUpPerson(api.url);
    await linkFor(person); // later in the same queue

    // The server has the later one a moment before that is written down.
    await eventually(
      () =>
        api.database.query({
          name: 'test-rows-of-nobody',
          text: `SELECT id FROM mails WHERE email_key IS NOT NULL OR user_id IS NULL`,
        }),
      (rows) => rows.length === 0,
    );
    expect(server.envelopes.flat()).not.toContain('nobody.at.all@example.org');
  });

  it.each([{}, { email: 'kim' }, { email: 'kim@example.org\r\nBcc: ada@example.org' }, { email: 1 }])(
    'refuses %j',
    async (body) => {
      const answer = await call(api.url, '/authentication/password-reset', { method: 'POST', body });
      expect(pathsOf(expectProblem(answer, 'validation'))).toEqual(['email']);
    },
  );
});

describe('POST /authentication/password-reset/complete', () => {
  it('takes a link once', async () => {
    const person = await signUpPerson(api.url);
    const token = await linkFor(person);
    expect((await complete(token)).status).toBe(204);

    expectProblem(await complete(token, 'yet another password'), 'link-invalid');

    expect(await signIn(person.user.email, newPassword)).toBe(200);
  });

  it('takes it once of two at the same moment', async () => {
    const person = await signUpPerson(api.url);
    const token = await linkFor(person);

    const answers = await Promise.all([
      complete(token, 'first password'),
      complete(token, 'second password'),
    ]);

    expect(answers.map(({ status }) => status).sort()).toEqual([204, 400]);
  });

  it('takes any of several links, and none after that', async () => {
    const person = await signUpPerson(api.url);
    const [first = '', second = ''] = await linksFor(person, 2);
    expect(first).not.toBe(second);
    expect((await complete(first)).status).toBe(204);

    expectProblem(await complete(second), 'link-invalid');
  });

  it('takes one of two links of the same person at the same moment', async () => {
    const person = await signUpPerson(api.url);
    const [first = '', ...others] = await linksFor(person, 3);
    const { promise: isReleased, resolve: release } = Promise.withResolvers<undefined>();
    // Each of the two uses up the third link, and waits for it with its own in its hands.
    const holding = api.database.transaction(async (transaction) => {
      await transaction.query(
        { name: 'test-hold-link', text: 'SELECT FROM mail_links WHERE token_hash = $1 FOR UPDATE' },
        [createHash('sha256').update(first).digest()],
      );
      await isReleased;
    });
    const answers = others.map((token) => complete(token));
    await eventually(
      () =>
        api.database.query<{ count: number }>(
          {
            name: 'test-count-waiting',
            text: `
              SELECT count(*)::int AS count FROM pg_stat_activity
              WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          },
          [],
        ),
      ([row]) => row?.count === 2,
    );
    release(undefined);
    await holding;

    expect((await Promise.all(answers)).map(({ status }) => status).sort()).toEqual([204, 400]);
  });

  it('takes none that has expired', async () => {
    const person = await signUpPerson(api.url);
    const token = await linkFor(person);
    const expired = await api.database.query(
      {
        name: 'test-expire-links',
        text: `
          UPDATE mail_links SET expires_at = expires_at - interval '30 minutes' WHERE user_id = $1
          RETURNING expires_at <= now() AS over`,
      },
      [person.user.id],
    );
    expect(expired).toEqual([{ over: true }]);

    expectProblem(await complete(token), 'link-invalid');
  });

  it('takes none of another purpose', async () => {
    const person = await signUpPerson(api.url);
    const token = await linkFor(person);
    await api.database.query(
      { name: 'test-other-purpose', text: `UPDATE mail_links SET purpose = 'other' WHERE user_id = $1` },
      [person.user.id],
    );

    expectProblem(await complete(token), 'link-invalid');
  });

  it("changes no other account's password", async () => {
    const [kim, ada] = await Promise.all([signUpPerson(api.url), signUpPerson(api.url)]);
    expect((await complete(await linkFor(kim))).status).toBe(204);

    expect(await signIn(ada.user.email, ada.password)).toBe(200);
  });

  it('keeps the link where the password is refused', async () => {
    const person = await signUpPerson(api.url);
    const token = await linkFor(person);

    for (const refused of ['short', person.user.email]) {
      expect(pathsOf(expectProblem(await complete(token, refused), 'validation'))).toEqual(['password']);
    }

    expect((await complete(token)).status).toBe(204);
  });

  it.each(['', 'x', 'x'.repeat(43), "' OR 1=1 --"])('knows no link %j', async (token) => {
    expectProblem(await complete(token), 'link-invalid');
  });

  it('is a POST: a scanner that opens the link uses nothing up', async () => {
    const person = await signUpPerson(api.url);
    const token = await linkFor(person);
    for (const path of ['', '/complete', `/complete?token=${token}`]) {
      const answer = await call(api.url, `/authentication/password-reset${path}`);
      expectProblem(answer, 'method-not-allowed');
    }

    expect((await complete(token)).status).toBe(204);
  });

  it('leaves no token in the database', async () => {
    const person = await signUpPerson(api.url);
    const token = await linkFor(person);

    const rows = await api.database.query({
      name: 'test-every-row',
      text: 'SELECT mails::text AS row FROM mails UNION ALL SELECT mail_links::text FROM mail_links',
    });

    const all = JSON.stringify(rows);
    expect(all).toContain(person.user.id);
    expect(all).not.toContain(token);
    expect(all).not.toContain(Buffer.from(token).toString('hex'));
    expect(all).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
  });
});
