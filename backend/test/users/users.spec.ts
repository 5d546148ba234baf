import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ownProfileSchema, publicProfileSchema } from '@media-feed/contract';
import { call, expectProblem, pathsOf } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let api: TestApp;
let person: Person;
beforeAll(async () => {
  api = await startTestApp();
  person = await signUpPerson(api.url);
});
afterAll(() => api.close());

describe('GET /users/me', () => {
  it('shows people themselves', async () => {
    const answer = await call(api.url, '/users/me', { token: person.token });

    expect(answer.status).toBe(200);
    const profile = ownProfileSchema.parse(answer.body);
    expect(profile).toMatchObject(person.user);
    expect(Date.parse(profile.createdAt)).toBeGreaterThan(Date.now() - 60_000);
  });

  it('needs a token', async () => {
    const answer = await call(api.url, '/users/me');

    expectProblem(answer, 'unauthenticated');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('refuses the token of somebody who is gone', async () => {
    const gone = await signUpPerson(api.url);
    await api.database.query({ name: 'delete-user', text: 'DELETE FROM users WHERE id = $1' }, [
      gone.user.id,
    ]);

    expectProblem(await call(api.url, '/users/me', { token: gone.token }), 'unauthenticated');
    expectProblem(
      await call(api.url, '/users/me', { method: 'PATCH', token: gone.token, body: { name: 'Ghost' } }),
      'unauthenticated',
    );
  });

  it('takes no query', async () => {
    const answer = await call(api.url, '/users/me?verbose=1', { token: person.token });

    expect(pathsOf(expectProblem(answer, 'validation'))).toEqual(['verbose']);
  });
});

describe('PATCH /users/me', () => {
  const rename = (body: unknown) =>
    call(api.url, '/users/me', { method: 'PATCH', token: person.token, body });

  it('changes the name, trimmed, for everybody', async () => {
    const answer = await rename({ name: '  Åsa 🙂 ' });

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ id: person.user.id, email: person.user.email, name: 'Åsa 🙂' });
    const shown = await call(api.url, `/users/${person.user.id}`);
    expect(shown.body).toMatchObject({ name: 'Åsa 🙂' });
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ name: '   ' }, 'name'],
    [{ name: 'x'.repeat(51) }, 'name'],
    [{ name: 'a\u0000b' }, 'name'],
    [{ name: 7 }, 'name'],
    [{}, 'name'],
    [{ name: 'Kim', email: 'other@example.org' }, 'email'],
    [{ name: 'Kim', id: randomUUID() }, 'id'],
  ])('refuses %j', async (body, path) => {
    expect(pathsOf(expectProblem(await rename(body), 'validation'))).toEqual([path]);
  });

  it('needs a token', async () => {
    expectProblem(
      await call(api.url, '/users/me', { method: 'PATCH', body: { name: 'Kim' } }),
      'unauthenticated',
    );
  });
});

describe('GET /users/:userId', () => {
  it('shows others no more than a name', async () => {
    const stranger = await signUpPerson(api.url);

    const answer = await call(api.url, `/users/${stranger.user.id}`);

    expect(publicProfileSchema.parse(answer.body)).toMatchObject({
      id: stranger.user.id,
      name: stranger.user.name,
    });
    expect(JSON.stringify(answer.body)).not.toContain(stranger.user.email.split('@')[0]);
  });

  it('knows nobody by an id that was never given', async () => {
    expectProblem(await call(api.url, '/users/01890a5d-ac96-774b-bcce-b302099a8057'), 'not-found');
  });

  it.each(['7', 'you', "'%20OR%201=1", '%00'])('refuses the id %s', async (id) => {
    expect(pathsOf(expectProblem(await call(api.url, `/users/${id}`), 'validation'))).toEqual(['userId']);
  });
});
