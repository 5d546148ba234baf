/** A session that has ended is over: in every process, for its access tokens, its streams, and a sign-in under way. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@media-feed/testing/eventually';
import { TcpFaultProxy } from '@media-feed/testing/fault-proxy/tcp';
import { type Session, sessionSchema, signedInSessionsSchema } from '@media-feed/contract';
import { PasswordHasher } from '../../src/authentication/password-hasher.ts';
import { MediaEventsRepository } from '../../src/events/media-events.repository.ts';
import { ModerationService } from '../../src/moderation/moderation.service.ts';
import { EventReader } from '../media/support/event-reader.ts';
import { call, expectProblem } from '../support/http.ts';
import { cookieOf, type Person, signUpPerson } from '../support/people.ts';
import { type Build, buildProgram, environmentOf, type Program, startProgram } from '../support/program.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let build: Build;
/** One process is this one, the other a real one that reaches the database through a proxy. */
let here: TestApp;
let proxy: TcpFaultProxy;
let there: { readonly url: string; readonly program: Program };

beforeAll(async () => {
  [build, here] = await Promise.all([buildProgram(), startTestApp({ role: 'api' })]);
  proxy = await TcpFaultProxy.start(here.config.databaseUrl);
  there = await startProcess(proxy.through(here.config.databaseUrl));
});
afterAll(async () => {
  there.program.kill('SIGTERM');
  await there.program.ended;
  await proxy.close();
  await here.close();
  await build.remove();
});

async function startProcess(databaseUrl: string) {
  const environment = { ...environmentOf(here.config), DATABASE_URL: databaseUrl, ROLE: 'api' };
  const program = startProgram(build.file('main.js'), environment);
  const [, url = ''] = await program.waitForOutput(/listening at (http:\/\/[\d.:]+)/);
  return { url, program };
}

const newPassword = 'a better password';

async function signIn(person: Person, password = person.password) {
  const answer = await fetch(`${here.url}/authentication/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: person.user.email, password }),
  });
  const session: Session | undefined = answer.ok ? sessionSchema.parse(await answer.json()) : undefined;
  return { status: answer.status, token: session?.accessToken ?? '', cookie: cookieOf(answer) };
}

const changePassword = (url: string, person: Person) =>
  call(url, '/users/me/password', {
    method: 'POST',
    token: person.token,
    body: { currentPassword: person.password, newPassword, confirmPassword: newPassword },
  });
const signOut = (url: string, cookie: string) =>
  call(url, '/authentication/sign-out', { method: 'POST', cookie });
const refresh = (cookie: string) =>
  call(here.url, '/authentication/refresh', { method: 'POST', cookie }).then(({ status }) => status);
const statusOf = (url: string, token: string) =>
  call(url, '/users/me', { token }).then(({ status }) => status);
const sessionsOf = async (person: Person) =>
  signedInSessionsSchema.parse((await call(here.url, '/users/me/sessions', { token: person.token })).body)
    .items;
const refusedBy = (url: string, token: string) =>
  eventually(
    () => statusOf(url, token),
    (status) => status === 401,
  );

describe('access tokens of an ended session', () => {
  const endings: [string, (url: string, person: Person, thief: { cookie: string }) => Promise<unknown>][] = [
    ['another one changes the password', (url, person) => changePassword(url, person)],
    ['it signs out', (url, _person, thief) => signOut(url, thief.cookie)],
    [
      'another one ends it',
      async (url, person) => {
        const other = (await sessionsOf(person)).find(({ current }) => !current);
        await call(url, `/users/me/sessions/${other?.id ?? ''}`, { method: 'DELETE', token: person.token });
      },
    ],
    [
      'an old refresh token comes back',
      async (url, _person, { cookie }) => {
        await refresh(cookie);
        await here.database.query({
          name: 'test_grace_over',
          text: `UPDATE refresh_tokens SET superseded_at = superseded_at - interval '11 seconds'`,
        });
        expectProblem(
          await call(url, '/authentication/refresh', { method: 'POST', cookie }),
          'unauthenticated',
        );
      },
    ],
  ];

  it.each(endings)('are refused by every process once %s', async (_name, end) => {
    for (const url of [here.url, there.url]) {
      const owner = await signUpPerson(here.url);
      const thief = await signIn(owner);
      // Both processes have verified the token before, and keep that.
      expect(await Promise.all([here, there].map(({ url }) => statusOf(url, thief.token)))).toEqual([
        200, 200,
      ]);

      await end(url, owner, thief);

      expect(await refusedBy(here.url, thief.token)).toBe(401);
      expect(await refusedBy(there.url, thief.token)).toBe(401);
      expect(await statusOf(here.url, owner.token)).toBe(200);
    }
  });

  it('are refused by every process once an operator suspends the account', async () => {
    const person = await signUpPerson(here.url);
    expect(await statusOf(there.url, person.token)).toBe(200);

    await here.app.get(ModerationService).suspend(person.user.id);

    expect(await refusedBy(here.url, person.token)).toBe(401);
    expect(await refusedBy(there.url, person.token)).toBe(401);
  });

  it('cannot end the session of whoever ended theirs, ask for URLs, open streams or guess the password', async () => {
    const owner = await signUpPerson(here.url);
    const thief = await signIn(owner);
    const [own] = (await sessionsOf(owner)).filter(({ current }) => current);
    await changePassword(there.url, owner);
    await refusedBy(here.url, thief.token);

    for (const [method, path, body] of [
      ['DELETE', `/users/me/sessions/${own?.id ?? ''}`],
      ['POST', '/media/presigned-url', { fileName: 'a.png', contentType: 'image/png', size: 10 }],
      ['GET', '/media/events'],
      ['GET', '/media'],
      ['PATCH', '/users/me', { name: 'Somebody' }],
      [
        'POST',
        '/users/me/password',
        {
          currentPassword: newPassword,
          newPassword: 'another password',
          confirmPassword: 'another password',
        },
      ],
    ] as const) {
      const answer = await call(here.url, path, {
        method,
        token: thief.token,
        ...(body !== undefined && { body }),
      });
      expectProblem(answer, 'unauthenticated');
    }
    expect(await refresh(owner.cookie)).toBe(200);
  });

  it('are refused from memory, without the database', async () => {
    const person = await signUpPerson(here.url);
    const ended = await signIn(person);
    await signOut(here.url, ended.cookie);
    await refusedBy(there.url, ended.token);

    proxy.disconnect();

    expect(await statusOf(there.url, ended.token)).toBe(401);
    expect(await statusOf(there.url, person.token)).toBe(503);
    proxy.reconnect();
    await eventually(
      () => statusOf(there.url, person.token),
      (status) => status === 200,
    );
  });

  it('are refused by a process that was not connected when the session ended', async () => {
    const person = await signUpPerson(here.url);
    const thief = await signIn(person);
    expect(await statusOf(there.url, thief.token)).toBe(200);
    proxy.disconnect();

    await changePassword(here.url, person);
    proxy.reconnect();

    expect(await refusedBy(there.url, thief.token)).toBe(401);
    expect(await statusOf(there.url, person.token)).toBe(200);
  });

  it('are refused by a process that starts afterwards, from its first request on', async () => {
    const person = await signUpPerson(here.url);
    await signOut(here.url, person.cookie);

    const late = await startProcess(here.config.databaseUrl);

    expect(await statusOf(late.url, person.token)).toBe(401);
    late.program.kill('SIGTERM');
    await late.program.ended;
  });
});

describe('event streams of an ended session', () => {
  it('end in every process, and those of other sessions go on', async () => {
    const owner = await signUpPerson(here.url);
    const thief = await signIn(owner);
    const asThief = { ...owner, token: thief.token };
    const readers = await Promise.all([
      EventReader.open(here.url, asThief),
      EventReader.open(there.url, asThief),
      EventReader.open(here.url, owner),
      EventReader.open(there.url, owner),
    ]);
    expect(readers.map(({ response }) => response.status)).toEqual([200, 200, 200, 200]);

    await changePassword(here.url, owner);

    await eventually(() => Promise.resolve(readers.slice(0, 2).every(({ ended }) => ended)));
    expect(readers.slice(2).map(({ ended }) => ended)).toEqual([false, false]);
    for (const reader of readers) reader.close();
  });

  it('end where it ended between their token and their first byte', async () => {
    const person = await signUpPerson(here.url);
    const events = here.app.get(MediaEventsRepository);
    const findLastId = events.findLastId.bind(events);
    events.findLastId = async (userId) => {
      events.findLastId = findLastId;
      const last = await findLastId(userId);
      await signOut(here.url, person.cookie);
      await refusedBy(here.url, person.token);
      return last;
    };

    const reader = await EventReader.open(here.url, person);

    expect(reader.response.status).toBe(200);
    await eventually(() => Promise.resolve(reader.ended));
  });
});

describe('a sign-in with the old password', () => {
  it('that was compared before the change gets no session after it', async () => {
    const person = await signUpPerson(here.url);
    const hasher = here.app.get(PasswordHasher);
    const compared = Promise.withResolvers<undefined>();
    const changed = Promise.withResolvers<undefined>();
    const matches = hasher.matches.bind(hasher);
    hasher.matches = async (password, hash) => {
      hasher.matches = matches;
      const result = await matches(password, hash);
      compared.resolve(undefined);
      await changed.promise;
      return result;
    };
    const late = signIn(person);
    await compared.promise;

    expect((await changePassword(here.url, person)).status).toBe(204);
    changed.resolve(undefined);

    expect((await late).status).toBe(401);
    expect(await sessionsOf(person)).toHaveLength(1);
    expect((await signIn(person, newPassword)).status).toBe(200);
  });

  it('that commits while the change waits for it is ended by the change', async () => {
    const person = await signUpPerson(here.url);
    const isWaiting = { name: 'test_is_waiting', text: 'SELECT FROM pg_locks WHERE NOT granted' };
    const insert = {
      name: 'test_start_session',
      text: `INSERT INTO sessions (id, user_id, expires_at)
             SELECT gen_random_uuid(), id, now() + interval '1 day' FROM users WHERE id = $1 FOR SHARE`,
    };
    const change = await here.database.transaction(async (transaction) => {
      await transaction.query(insert, [person.user.id]);
      const changing = changePassword(here.url, person);
      await eventually(
        () => here.database.query(isWaiting),
        ({ length }) => length > 0,
      );
      return { changing };
    });

    expect((await change.changing).status).toBe(204);

    expect(await sessionsOf(person)).toEqual([expect.objectContaining({ current: true })]);
  });
});
