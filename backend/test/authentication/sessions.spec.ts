import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sessionSchema } from '@media-feed/contract';
import { Reconciler } from '../../src/reconciliation/reconciler.ts';
import { type Answer, call, expectProblem } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let api: TestApp;
beforeAll(async () => {
  api = await startTestApp();
});
afterAll(() => api.close());

const send = (path: string, cookie?: string): Promise<Answer> =>
  call(api.url, `/authentication/${path}`, { method: 'POST', ...(cookie !== undefined && { cookie }) });
const refresh = (cookie?: string) => send('refresh', cookie);
const cookieIn = (answer: Answer): string => answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';

/** Moves everything that happened to the person's tokens into the past. */
const letPass = async (person: Person, seconds: number): Promise<void> => {
  await api.database.query(
    {
      name: 'let-time-pass',
      text: `UPDATE refresh_tokens SET superseded_at = superseded_at - make_interval(secs => $2),
               issued_at = issued_at - make_interval(secs => $2),
               expires_at = expires_at - make_interval(secs => $2)
             WHERE session_id IN (SELECT id FROM sessions WHERE user_id = $1)`,
    },
    [person.user.id, seconds],
  );
};

describe('POST /authentication/sign-in over a session', () => {
  it('ends the session whose cookie it replaces, whoever it was, and no other', async () => {
    const [before, elsewhere, now] = await Promise.all([
      signUpPerson(api.url),
      signUpPerson(api.url),
      signUpPerson(api.url),
    ]);

    const answer = await call(api.url, '/authentication/sign-in', {
      method: 'POST',
      cookie: before.cookie,
      body: { email: now.user.email, password: now.password },
    });

    expect(answer.status).toBe(200);
    expectProblem(await refresh(before.cookie), 'unauthenticated');
    expect((await refresh(cookieIn(answer))).status).toBe(200);
    expect((await refresh(now.cookie)).status).toBe(200);
    expect((await refresh(elsewhere.cookie)).status).toBe(200);
  });

  it('leaves it where the password is wrong', async () => {
    const person = await signUpPerson(api.url);

    const answer = await call(api.url, '/authentication/sign-in', {
      method: 'POST',
      cookie: person.cookie,
      body: { email: person.user.email, password: 'not this one' },
    });

    expectProblem(answer, 'invalid-credentials');
    expect((await refresh(person.cookie)).status).toBe(200);
  });
});

describe('POST /authentication/refresh', () => {
  it('answers with a new token and exchanges the cookie', async () => {
    const person = await signUpPerson(api.url);

    const answer = await refresh(person.cookie);

    expect(answer.status).toBe(200);
    const session = sessionSchema.parse(answer.body);
    expect(session.user).toEqual(person.user);
    expect((await call(api.url, '/users/me', { token: session.accessToken })).status).toBe(200);
    expect(cookieIn(answer)).toMatch(/^refresh_token=[\w-]{43}$/);
    expect(cookieIn(answer)).not.toBe(person.cookie);
  });

  it.each([
    ['no cookie', undefined],
    ['an empty one', 'refresh_token='],
    ['an unknown one', `refresh_token=${'A'.repeat(43)}`],
    ['rubbish', 'refresh_token=%00%ff; refresh_token'],
  ])('refuses %s', async (_name, cookie) => {
    expectProblem(await refresh(cookie), 'unauthenticated');
  });

  it('refuses an access token in place of a refresh token', async () => {
    const person = await signUpPerson(api.url);

    expectProblem(await refresh(`refresh_token=${person.token}`), 'unauthenticated');
  });

  it('answers an old cookie within 10 s, for two tabs, and both go on', async () => {
    const person = await signUpPerson(api.url);
    const first = await refresh(person.cookie);
    await letPass(person, 9);

    const second = await refresh(person.cookie);

    expect(second.status).toBe(200);
    expect((await refresh(cookieIn(second))).status).toBe(200);
    expect((await refresh(cookieIn(first))).status).toBe(200);
  });

  it('revokes the whole family when an old cookie comes back after 11 s', async () => {
    const person = await signUpPerson(api.url);
    const other = await call(api.url, '/authentication/sign-in', {
      method: 'POST',
      body: { email: person.user.email, password: person.password },
    });
    const young = cookieIn(await refresh(person.cookie));
    await letPass(person, 11);

    expectProblem(await refresh(person.cookie), 'unauthenticated');

    expectProblem(await refresh(young), 'unauthenticated');
    expect((await refresh(cookieIn(other))).status).toBe(200);
  });

  it('finds a thief who was quick enough for the 10 s', async () => {
    const person = await signUpPerson(api.url);
    const mine = cookieIn(await refresh(person.cookie));
    const stolen = cookieIn(await refresh(person.cookie));
    // The thief goes on with the token of their own; mine is an old one from then on.
    const theirs = cookieIn(await refresh(stolen));
    await letPass(person, 11);

    expectProblem(await refresh(mine), 'unauthenticated');

    expectProblem(await refresh(theirs), 'unauthenticated');
  });

  it('answers twenty parallel calls with one cookie, and each of their cookies is good', async () => {
    const person = await signUpPerson(api.url);

    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(person.cookie)));

    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 20 }, () => 200));
    const cookies = new Set(answers.map(cookieIn));
    expect(cookies.size).toBe(20);
    // Whichever of them the browser keeps must be good for more than the 10 s.
    const good = await api.database.query(
      {
        name: 'count-good-tokens',
        text: `SELECT FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id
               WHERE s.user_id = $1 AND t.superseded_at IS NULL`,
      },
      [person.user.id],
    );
    expect(good).toHaveLength(20);
    const again = await refresh([...cookies][7]);
    expect(again.status).toBe(200);
  });

  it('lets none of the parallel calls through after 11 s, and revokes the family', async () => {
    const person = await signUpPerson(api.url);
    const young = cookieIn(await refresh(person.cookie));
    await letPass(person, 11);

    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(person.cookie)));

    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([401]));
    expectProblem(await refresh(young), 'unauthenticated');
  });

  it('ends 180 days after the sign-in, however often it was refreshed', async () => {
    const person = await signUpPerson(api.url);
    const sessions = {
      name: 'sessions-of',
      text: `SELECT created_at, expires_at FROM sessions WHERE user_id = $1`,
    };
    const age = (days: number) =>
      api.database.query(
        {
          name: 'age-sessions',
          text: `UPDATE sessions SET created_at = now() - make_interval(days => $2) WHERE user_id = $1`,
        },
        [person.user.id, days],
      );
    await age(170);
    const young = await refresh(person.cookie);
    expect(young.status).toBe(200);
    const [session] = await api.database.query<{ created_at: Date; expires_at: Date }>(sessions, [
      person.user.id,
    ]);
    expect((session?.expires_at.getTime() ?? 0) - (session?.created_at.getTime() ?? 0)).toBe(
      180 * 86_400_000,
    );
    await age(181);

    expectProblem(await refresh(cookieIn(young)), 'unauthenticated');
  });

  it('keeps no more than the last hundred of the tokens that were exchanged', async () => {
    const person = await signUpPerson(api.url);
    const count = {
      name: 'count-tokens',
      text: `SELECT FROM refresh_tokens JOIN sessions ON id = session_id
             WHERE user_id = $1 AND superseded_at IS NOT NULL`,
    };
    await api.database.query(
      {
        name: 'old-tokens',
        text: `INSERT INTO refresh_tokens (token_hash, session_id, issued_at, expires_at, superseded_at)
               SELECT sha256(n::text::bytea), id, now() - make_interval(secs => n), now() + interval '1 day', now()
               FROM sessions, generate_series(1, 1200) AS n WHERE user_id = $1`,
      },
      [person.user.id],
    );

    const young = await refresh(person.cookie);

    const limit = api.config.callLimits.refreshLimitPerSession;
    expect(await api.database.query(count, [person.user.id])).toHaveLength(limit);
    expect((await refresh(cookieIn(young))).status).toBe(200);
  });

  it('ends after 30 days, and begins anew with each exchange', async () => {
    const person = await signUpPerson(api.url);
    await letPass(person, 29 * 86_400);
    const young = cookieIn(await refresh(person.cookie));
    expect(young).not.toBe('');
    await letPass(person, 30 * 86_400);

    expectProblem(await refresh(young), 'unauthenticated');
  });
});

describe('the cookie alone', () => {
  it.each(['refresh', 'sign-out'])('does not let a page of another origin %s', async (path) => {
    const person = await signUpPerson(api.url);
    const from = (origin: string) =>
      call(api.url, `/authentication/${path}`, {
        method: 'POST',
        cookie: person.cookie,
        headers: { origin },
      });
    for (const origin of [
      'http://evil.example',
      'null',
      'http://localhost:51730',
      `${api.url}.evil.example`,
    ]) {
      expectProblem(await from(origin), 'forbidden');
    }
    expect((await refresh(person.cookie)).status).toBe(200);
    expect((await from('http://localhost:5173')).status).toBeLessThan(300);
  });

  it('works from the documentation page, which is the API’s own', async () => {
    const person = await signUpPerson(api.url);
    const headers = { origin: api.url };
    const answer = await call(api.url, '/authentication/refresh', {
      method: 'POST',
      cookie: person.cookie,
      headers,
    });
    expect(answer.status).toBe(200);
  });
});

describe('POST /authentication/sign-out', () => {
  it('ends the family, clears the cookie, and may be said twice', async () => {
    const person = await signUpPerson(api.url);
    const young = cookieIn(await refresh(person.cookie));

    const answer = await send('sign-out', young);

    expect(answer.status).toBe(204);
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^refresh_token=; .*Path=\/authentication; Expires=Thu, 01 Jan 1970/),
    ]);
    expectProblem(await refresh(young), 'unauthenticated');
    expectProblem(await refresh(person.cookie), 'unauthenticated');
    expect((await send('sign-out', young)).status).toBe(204);
  });

  it.each([undefined, 'refresh_token=unknown'])('says 204 to %s', async (cookie) => {
    expect((await send('sign-out', cookie)).status).toBe(204);
  });

  it('leaves other devices signed in', async () => {
    const person = await signUpPerson(api.url);
    const phone = await call(api.url, '/authentication/sign-in', {
      method: 'POST',
      body: { email: person.user.email, password: person.password },
    });

    await send('sign-out', person.cookie);

    expect((await refresh(cookieIn(phone))).status).toBe(200);
  });
});

describe('sessions', () => {
  it('are deleted by the reconciler, a day after they ended; those that go on stay', async () => {
    const person = await signUpPerson(api.url);
    const left = {
      name: 'tokens-left',
      text: 'SELECT FROM refresh_tokens JOIN sessions ON id = session_id WHERE user_id = $1',
    };
    const run = () => api.app.get(Reconciler).reconcile();
    const young = await refresh(person.cookie);
    await api.database.query({
      name: 'expire-superseded',
      text: `UPDATE refresh_tokens SET expires_at = now() - interval '1 s' WHERE superseded_at IS NOT NULL`,
    });
    await run();
    expect(await api.database.query(left, [person.user.id])).toHaveLength(1);
    await send('sign-out', cookieIn(young));
    await run();
    // A process that was away still has to find it.
    expect(await api.database.query(left, [person.user.id])).toHaveLength(1);
    await api.database.query({
      name: 'ended-long-ago',
      text: `UPDATE sessions SET revoked_at = revoked_at - interval '25 hours'`,
    });

    await run();

    expect(await api.database.query(left, [person.user.id])).toEqual([]);
  });

  it('are forgotten at the next sign-in once they have run out', async () => {
    const person = await signUpPerson(api.url);
    const count = { name: 'count-sessions', text: 'SELECT id FROM sessions WHERE user_id = $1' };
    const [old] = await api.database.query(count, [person.user.id]);
    await api.database.query(
      {
        name: 'expire-session',
        text: `UPDATE sessions SET expires_at = now() - interval '1 s' WHERE id = $1`,
      },
      [old?.id],
    );

    await call(api.url, '/authentication/sign-in', {
      method: 'POST',
      body: { email: person.user.email, password: person.password },
    });

    const left = await api.database.query(count, [person.user.id]);
    expect(left).toHaveLength(1);
    expect(left[0]?.id).not.toBe(old?.id);
  });
});
