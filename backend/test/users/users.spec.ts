import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ownProfileSchema, publicProfileSchema } from '@media-feed/contract';
import { call, expectProblem, pathsOf } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { handleKeyOf } from '../../src/users/handle-key.ts';
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
    [{ handle: 'ab' }, 'handle'],
    [{ handle: 'x'.repeat(31) }, 'handle'],
    [{ handle: 'a-b' }, 'handle'],
    [{ handle: 'åsa' }, 'handle'],
    [{ handle: '___' }, 'handle'],
    [{ handle: '@kim' }, 'handle'],
    [{ handle: 'admin' }, 'handle'],
    [{ handle: '5upp0rt_team' }, 'handle'],
    [{ handle: '' }, 'handle'],
    [{ about: 'x'.repeat(501) }, 'about'],
    [{ about: 'a\u0000b' }, 'about'],
    [{ about: 'a\u202eb' }, 'about'],
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

describe('handles and words about oneself', () => {
  const change = (of: Person, body: unknown) =>
    call(api.url, '/users/me', { method: 'PATCH', token: of.token, body });
  const byHandle = (handle: string) => call(api.url, `/users/by-handle/${handle}`);

  it('are shown to everybody, and taken away by null', async () => {
    const kim = await signUpPerson(api.url);
    const about = 'Gulls,\r\nmostly.  #sea ';
    const answer = await change(kim, { handle: 'Kim_of_the_Sea', about });
    expect(answer.body).toMatchObject({ handle: 'kim_of_the_sea', about: 'Gulls,\nmostly.  #sea' });

    const found = await byHandle('KIM_of_the_sea');
    expect(publicProfileSchema.parse(found.body)).toMatchObject({
      ...{ id: kim.user.id, handle: 'kim_of_the_sea', about: 'Gulls,\nmostly.  #sea' },
    });
    expect((await call(api.url, `/users/${kim.user.id}`)).body).toEqual(found.body);

    expect((await change(kim, { about: '' })).body).toMatchObject({ handle: 'kim_of_the_sea', about: null });
    expect((await change(kim, { handle: null })).body).toMatchObject({ handle: null });
    expectProblem(await byHandle('kim_of_the_sea'), 'not-found');
  });

  it.each(['will_0', 'w1ll0', 'wi11o', 'w_i_l_l_o', 'wlllo'])(
    'are taken where %s looks the same',
    async (handle) => {
      const [first, second] = await Promise.all([signUpPerson(api.url), signUpPerson(api.url)]);
      expect((await change(first, { handle: 'willo' })).status).toBe(200);

      expect(expectProblem(await change(second, { handle }), 'handle-taken').status).toBe(409);
      expectProblem(await byHandle(handle), 'not-found');
      // One's own is no other's, and once it is given up it is free.
      expect((await change(first, { handle })).status).toBe(200);
      expect((await change(first, { handle: null })).status).toBe(200);
      expect((await change(second, { handle })).status).toBe(200);
      await change(second, { handle: null });
    },
  );

  it('go to one of ten who want it at the same moment', async () => {
    const people = await Promise.all(Array.from({ length: 10 }, () => signUpPerson(api.url)));
    const answers = await Promise.all(people.map((each) => change(each, { handle: 'only_one' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(409)]);
  });

  it('are kept with the key that the database computes', async () => {
    const handles = ['abc', '0123456789', 'a_1_i_l_0_o', 'zzz_iii'];
    for (const handle of handles) {
      const rows = await api.database.query<{ key: string }>(
        { name: 'test_handle_key', text: `SELECT translate($1, '01i_', 'oll') AS key` },
        [handle],
      );
      expect(rows).toEqual([{ key: handleKeyOf(handle) }]);
    }
  });

  it('lead to nobody whose owner is leaving, and to nobody by what is none', async () => {
    const gone = await signUpPerson(api.url);
    await change(gone, { handle: 'soon_gone' });
    await call(api.url, '/users/me', {
      method: 'DELETE',
      token: gone.token,
      body: { password: gone.password },
    });
    expectProblem(await byHandle('soon_gone'), 'not-found');
    expect(pathsOf(expectProblem(await byHandle('a-b'), 'validation'))).toEqual(['handle']);
  });
});
