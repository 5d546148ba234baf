import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import bcrypt from 'bcrypt';
import { sessionSchema, signedInSessionsSchema } from '@media-feed/contract';
import { type Answer, call, expectProblem, pathsOf } from '../support/http.ts';
import { cookieOf, type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let api: TestApp;
beforeAll(async () => {
  api = await startTestApp();
});
afterAll(() => api.close());

const newPassword = 'a better password';

async function signIn(person: Person, password = person.password, userAgent = 'test'): Promise<Response> {
  return fetch(`${api.url}/authentication/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': userAgent },
    body: JSON.stringify({ email: person.user.email, password }),
  });
}
const refresh = (cookie: string) =>
  call(api.url, '/authentication/refresh', { method: 'POST', cookie }).then(({ status }) => status);
const changePassword = (token: string, body: Record<string, string>): Promise<Answer> =>
  call(api.url, '/users/me/password', {
    method: 'POST',
    token,
    body: { newPassword, confirmPassword: body.newPassword ?? newPassword, ...body },
  });
const sessionsOf = async (token: string) =>
  signedInSessionsSchema.parse((await call(api.url, '/users/me/sessions', { token })).body).items;

describe('POST /users/me/password', () => {
  it('changes it, ends every other session and keeps the one that asked', async () => {
    const person = await signUpPerson(api.url);
    const phone = cookieOf(await signIn(person));

    const answer = await changePassword(person.token, { currentPassword: person.password });

    expect(answer.status).toBe(204);
    expect((await signIn(person)).status).toBe(401);
    expect((await signIn(person, newPassword)).status).toBe(200);
    expect(await refresh(phone)).toBe(401);
    expect(await refresh(person.cookie)).toBe(200);
  });

  it('refuses a wrong current password, and changes nothing', async () => {
    const person = await signUpPerson(api.url);
    const phone = cookieOf(await signIn(person));

    const answer = await changePassword(person.token, { currentPassword: 'not mine' });

    expect(pathsOf(expectProblem(answer, 'validation'))).toEqual(['currentPassword']);
    expect((await signIn(person)).status).toBe(200);
    expect(await refresh(phone)).toBe(200);
  });

  it('lets one of two at the same moment through', async () => {
    const person = await signUpPerson(api.url);

    const answers = await Promise.all(
      ['first password', 'second password'].map((newPassword) =>
        changePassword(person.token, { currentPassword: person.password, newPassword }),
      ),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([204, 400]);
  });

  it.each([
    [{ newPassword: 'short' }, 'newPassword'],
    [{ newPassword: 'x'.repeat(73) }, 'newPassword'],
    [{ confirmPassword: 'another one' }, 'confirmPassword'],
    [{ userId: 'me' }, 'userId'],
  ])('refuses %j', async (body, path) => {
    const person = await signUpPerson(api.url);
    const answer = await changePassword(person.token, { currentPassword: person.password, ...body });
    expect(pathsOf(expectProblem(answer, 'validation'))).toContain(path);
  });
});

describe('GET /users/me/sessions', () => {
  it('lists the devices that are signed in, the current one marked', async () => {
    const person = await signUpPerson(api.url);
    const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
    await signIn(person, person.password, firefox);
    const stranger = await signUpPerson(api.url);

    const sessions = await sessionsOf(person.token);

    expect(sessions.map(({ device, current }) => ({ device, current }))).toEqual([
      { device: 'Firefox on Linux', current: false },
      { device: 'node', current: true },
    ]);
    expect(await sessionsOf(stranger.token)).toHaveLength(1);
  });

  it('knows the session again after a refresh, and when it was', async () => {
    const person = await signUpPerson(api.url);
    const [before] = await sessionsOf(person.token);
    const answer = await call(api.url, '/authentication/refresh', { method: 'POST', cookie: person.cookie });
    const { accessToken } = sessionSchema.parse(answer.body);

    const [after] = await sessionsOf(accessToken);

    expect(after).toMatchObject({ id: before?.id, current: true, createdAt: before?.createdAt });
    expect(Date.parse(after?.lastUsedAt ?? '')).toBeGreaterThan(Date.parse(before?.lastUsedAt ?? ''));
  });
});

describe('DELETE /users/me/sessions/:sessionId', () => {
  const revoke = (token: string, id: string) =>
    call(api.url, `/users/me/sessions/${id}`, { method: 'DELETE', token });

  it('ends that device and no other', async () => {
    const person = await signUpPerson(api.url);
    const phone = cookieOf(await signIn(person));
    const other = (await sessionsOf(person.token)).find(({ current }) => !current);

    expect((await revoke(person.token, other?.id ?? '')).status).toBe(204);

    expect(await refresh(phone)).toBe(401);
    expect(await refresh(person.cookie)).toBe(200);
    expect(await sessionsOf(person.token)).toHaveLength(1);
    expectProblem(await revoke(person.token, other?.id ?? ''), 'not-found');
  });

  it("does not know other people's sessions", async () => {
    const [kim, ada] = await Promise.all([signUpPerson(api.url), signUpPerson(api.url)]);
    const [session] = await sessionsOf(ada.token);

    expectProblem(await revoke(kim.token, session?.id ?? ''), 'not-found');

    expect(await refresh(ada.cookie)).toBe(200);
  });
});

describe('passwords that whoever knows the account tries first', () => {
  const signUp = (email: string, password: string) =>
    call(api.url, '/authentication/sign-up', {
      method: 'POST',
      body: { email, password, confirmPassword: password },
    });

  it.each([
    ['the address', 'kim.jong@example.org'],
    ['the address in capitals', 'KIM.JONG@EXAMPLE.ORG'],
    ['what stands before its @', 'kim.jong'],
    ['the same in wide letters', 'Ｋｉｍ.ｊｏｎｇ'],
  ])('are refused: %s', async (_name, password) => {
    const answer = await signUp('Kim.Jong@example.org', password);
    expect(pathsOf(expectProblem(answer, 'validation'))).toEqual(['password']);
  });

  it('are refused at a change, too', async () => {
    const person = await signUpPerson(api.url);
    const answer = await changePassword(person.token, {
      currentPassword: person.password,
      newPassword: person.user.email.toUpperCase(),
    });
    expect(pathsOf(expectProblem(answer, 'validation'))).toEqual(['newPassword']);
  });
});

describe('passwords that can be typed in two ways', () => {
  it('are one, at sign-in and at a change', async () => {
    const person = await signUpPerson(api.url, { password: 'Zoe\u0308 liest B\u00FCcher' });

    expect((await signIn(person, 'Zo\u00EB liest Bu\u0308cher')).status).toBe(200);
    const changed = await changePassword(person.token, {
      currentPassword: 'Zo\u00EB\u00A0liest B\u00FCcher',
      newPassword: 'Jose\u0301 schreibt',
    });
    expect(changed.status).toBe(204);
    expect((await signIn(person, 'Jos\u00E9 schreibt')).status).toBe(200);
  });

  it('still open accounts whose hash is of what was typed then', async () => {
    const person = await signUpPerson(api.url);
    const typed = 'Zoe\u0308 liest';
    await api.database.query(
      { name: 'old-hash', text: 'UPDATE users SET password_hash = $2 WHERE id = $1' },
      [person.user.id, bcrypt.hashSync(typed, 10)],
    );

    expect((await signIn(person, typed)).status).toBe(200);
    expect((await signIn(person, 'Zoe liest')).status).toBe(401);
  });
});

describe('passwords that everybody knows', () => {
  it('are refused at sign-up and change where the check is on, whatever their case', async () => {
    const strict = await startTestApp({ passwordBreachCheck: true });
    try {
      const signUp = (password: string) =>
        call(strict.url, '/authentication/sign-up', {
          method: 'POST',
          body: { email: 'kim@example.org', password, confirmPassword: password },
        });
      const wordsOfThisSite = ['MediaFeed2026!', 'media-feed-admin', 'Welcome Feed 1'];
      for (const known of ['password123', 'PassWord123', 'qwertyuiop', ...wordsOfThisSite]) {
        expect(pathsOf(expectProblem(await signUp(known), 'validation'))).toEqual(['password']);
      }
      const { accessToken } = sessionSchema.parse((await signUp('feed the violet heron')).body);
      const change = await call(strict.url, '/users/me/password', {
        method: 'POST',
        token: accessToken,
        body: {
          currentPassword: 'feed the violet heron',
          newPassword: 'password123',
          confirmPassword: 'password123',
        },
      });
      expect(pathsOf(expectProblem(change, 'validation'))).toEqual(['newPassword']);
    } finally {
      await strict.close();
    }
  });
});
