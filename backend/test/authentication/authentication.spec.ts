import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sessionSchema } from '@media-feed/contract';
import { type Answer, call, expectProblem, pathsOf } from '../support/http.ts';
import { signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let api: TestApp;
beforeAll(async () => {
  api = await startTestApp();
});
afterAll(() => api.close());

const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  call(api.url, `/authentication/${path}`, { method: 'POST', body, headers });
const newEmail = () => `${randomUUID()}@example.org`;
const signUpBody = (email: string, password = 'password123') => ({
  email,
  password,
  confirmPassword: password,
});

describe('POST /authentication/sign-up', () => {
  it('answers with a session and a cookie that only the browser can read', async () => {
    const email = newEmail();

    const answer = await post('sign-up', signUpBody(email));

    expect(answer.status).toBe(201);
    const session = sessionSchema.parse(answer.body);
    expect(session).toMatchObject({ expiresIn: 900, user: { email } });
    expect(session.user.name).toMatch(/^Person-[a-z2-9]{4}$/);
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^refresh_token=[\w-]{43}; Max-Age=2592000; Path=\/authentication; HttpOnly; SameSite=Strict$/,
      ),
      expect.stringMatching(
        /^device=[\w-]{22}\.[\w-]{43}; Max-Age=31536000; Path=\/authentication; HttpOnly; SameSite=Strict$/,
      ),
    ]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('marks the cookie Secure where the host is not this machine', async () => {
    // fetch does not let anybody choose the host; Fastify's own injection does.
    const answer = await api.app.inject({
      method: 'POST',
      url: '/authentication/sign-up',
      headers: { host: 'media.example.org' },
      payload: signUpBody(newEmail()),
    });

    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(/^__Secure-refresh_token=.*; Secure/),
      expect.stringMatching(/^__Secure-device=.*; Secure/),
    ]);
  });

  it('takes no cookie over TLS that a page without TLS could have set', async () => {
    const send = (url: string, cookie?: string) =>
      api.app.inject({
        method: 'POST',
        url,
        headers: { host: 'media.example.org', ...(cookie !== undefined && { cookie }) },
        payload: url.endsWith('sign-up') ? signUpBody(newEmail()) : {},
      });
    const [header] = [(await send('/authentication/sign-up')).headers['set-cookie']].flat();
    const cookie = String(header).split(';', 1)[0] ?? '';

    expect((await send('/authentication/refresh', cookie.replace('__Secure-', ''))).statusCode).toBe(401);
    expect((await send('/authentication/refresh', cookie)).statusCode).toBe(200);
  });

  it('stores neither the password nor the refresh token', async () => {
    const person = await signUpPerson(api.url, {
      password: 'a long secret',
      confirmPassword: 'a long secret',
    });

    const [row] = await api.database.query(
      {
        name: 'everything-of-a-user',
        text: `SELECT u.*, t.token_hash FROM users u JOIN sessions s ON s.user_id = u.id
               JOIN refresh_tokens t ON t.session_id = s.id WHERE u.id = $1`,
      },
      [person.user.id],
    );

    expect(row).toMatchObject({ password_hash: expect.stringMatching(/^\$2b\$10\$/) });
    const stored = JSON.stringify(row);
    expect(stored).not.toContain('a long secret');
    expect(stored).not.toContain(person.cookie.split('=')[1]);
  });

  it.each([
    ['another case', 'Kim@Example.org', 'kIM@eXAMPLE.ORG'],
    ['spaces around', 'spaces@example.org', '  spaces@example.org '],
    ['decomposed letters', 'réné@example.org', 're\u0301ne\u0301@example.org'],
    ['sharp s in capitals', 'straße@example.org', 'STRASSE@example.org'],
  ])('takes an address once, whatever its spelling: %s', async (_name, first, second) => {
    expect((await post('sign-up', signUpBody(first))).status).toBe(201);

    expectProblem(await post('sign-up', signUpBody(second)), 'email-taken');
    expect((await post('sign-in', { email: second, password: 'password123' })).status).toBe(200);
  });

  it('takes an address once, also from ten people at the same moment', async () => {
    const email = newEmail();

    const answers = await Promise.all(Array.from({ length: 10 }, () => post('sign-up', signUpBody(email))));

    const statuses = answers.map((answer) => answer.status).sort();
    expect(statuses).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
  });

  it.each([
    [{ ...signUpBody('a@b.org'), confirmPassword: 'another one' }, 'confirmPassword'],
    [signUpBody('a@b.org', 'short'), 'password'],
    [signUpBody('a@b.org', 'ä'.repeat(37)), 'password'],
    [signUpBody('a@b.org', 'nul\u0000nul nul'), 'password'],
    [signUpBody('nobody'), 'email'],
    [signUpBody(`${'a'.repeat(250)}@b.org`), 'email'],
    [signUpBody('a@b.org\u0000'), 'email'],
    [{ password: 'password123', confirmPassword: 'password123' }, 'email'],
    [{ ...signUpBody('a@b.org'), name: 'Admin' }, 'name'],
    [{ ...signUpBody('a@b.org'), id: randomUUID() }, 'id'],
  ])('refuses %j', async (body, path) => {
    expect(pathsOf(expectProblem(await post('sign-up', body), 'validation'))).toContain(path);
  });

  it('takes passwords by code points, up to 72 bytes', async () => {
    const password = '🔑'.repeat(18);
    const email = newEmail();
    expect((await post('sign-up', signUpBody(email, password))).status).toBe(201);
    expect((await post('sign-in', { email, password })).status).toBe(200);
  });
});

describe('POST /authentication/sign-in', () => {
  it('answers like sign-up', async () => {
    const { user, password } = await signUpPerson(api.url);

    const answer = await post('sign-in', { email: user.email, password });

    expect(answer.status).toBe(200);
    expect(sessionSchema.parse(answer.body).user).toEqual(user);
    expect(answer.headers.getSetCookie()).toHaveLength(2);
  });

  it('tells a wrong password and an unknown address alike', async () => {
    const { user } = await signUpPerson(api.url);

    const wrong = await post('sign-in', { email: user.email, password: 'not the password' });
    const unknown = await post('sign-in', { email: newEmail(), password: 'not the password' });

    const { requestId: _wrongId, ...wrongBody } = expectProblem(wrong, 'invalid-credentials');
    const { requestId: _unknownId, ...unknownBody } = expectProblem(unknown, 'invalid-credentials');
    expect(unknownBody).toEqual(wrongBody);
    expect(unknown.status).toBe(401);
    expect([...unknown.headers.keys()]).toEqual([...wrong.headers.keys()]);
  });

  it('does the same work for an unknown address: counted in processor time, since clocks see others too', async () => {
    const { user } = await signUpPerson(api.url);
    const workOf = async (email: string): Promise<number> => {
      const before = process.cpuUsage();
      for (let times = 0; times < 5; times++) {
        await post('sign-in', { email, password: 'not the password' });
      }
      return process.cpuUsage(before).user;
    };
    const known = await workOf(user.email);

    expect(await workOf(newEmail())).toBeGreaterThan(known / 2);
  });

  it('refuses what bcrypt would cut off', async () => {
    const password = 'x'.repeat(72);
    const { user } = await signUpPerson(api.url, { password, confirmPassword: password });

    expect((await post('sign-in', { email: user.email, password })).status).toBe(200);
    expectProblem(
      await post('sign-in', { email: user.email, password: `${password}y` }),
      'invalid-credentials',
    );
    expectProblem(
      await post('sign-in', { email: user.email, password: `${password}\u0000` }),
      'invalid-credentials',
    );
  });

  it.each([
    [{ email: { $ne: null }, password: 'password123' }, 'email'],
    [{ email: 'a@b.org' }, 'password'],
    [{ email: 'a@b.org', password: ['password123'] }, 'password'],
    [{ email: 'a@b.org', password: 'password123', remember: true }, 'remember'],
  ])('refuses %j', async (body, path) => {
    expect(pathsOf(expectProblem(await post('sign-in', body), 'validation'))).toEqual([path]);
  });
});
