import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger } from '../../src/logging/logger.ts';
import type { Config } from '../../src/config/config.ts';
import { call, expectProblem } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let api: TestApp;
let person: Person;
beforeAll(async () => {
  api = await startTestApp();
  person = await signUpPerson(api.url);
});
afterAll(() => api.close());

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = () => Math.floor(Date.now() / 1000);
const goodPayload = () => ({
  sub: person.user.id,
  sid: '0198c0de-0000-7000-8000-000000000001',
  iat: now(),
  exp: now() + 900,
  iss: api.config.jwtIssuer,
  aud: api.config.jwtAudience,
});

/** A token by hand, so that every part of it can be wrong by itself. */
function forge(changes: { header?: object; payload?: object; secret?: string } = {}): string {
  const header = base64url({ alg: 'HS256', typ: 'JWT', ...changes.header });
  const payload = base64url({ ...goodPayload(), ...changes.payload });
  const secret = changes.secret ?? api.config.jwtSecret;
  const signature = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url');
  return `${header}.${payload}.${signature}`;
}

function unsigned(): string {
  return `${base64url({ alg: 'none', typ: 'JWT' })}.${base64url(goodPayload())}.`;
}

/** Signed by a key pair of the attacker's. */
function signedByRs256(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const head = `${base64url({ alg: 'RS256', typ: 'JWT' })}.${base64url(goodPayload())}`;
  return `${head}.${sign('sha256', Buffer.from(head), privateKey).toString('base64url')}`;
}

function signedByHs512(): string {
  const head = `${base64url({ alg: 'HS512', typ: 'JWT' })}.${base64url(goodPayload())}`;
  return `${head}.${createHmac('sha512', api.config.jwtSecret).update(head).digest('base64url')}`;
}

describe('access tokens', () => {
  it('are taken when everything is right', async () => {
    expect((await call(api.url, '/users/me', { token: forge() })).status).toBe(200);
  });

  const badTokens: [string, () => string][] = [
    ['no algorithm', unsigned],
    ['another algorithm, with a key pair', signedByRs256],
    ['another algorithm, with the right secret', signedByHs512],
    ['another secret', () => forge({ secret: 'x'.repeat(32) })],
    ['an end in the past', () => forge({ payload: { exp: now() - 1 } })],
    ['no end', () => forge({ payload: { exp: undefined } })],
    ['a begin in the future', () => forge({ payload: { nbf: now() + 600 } })],
    ['another audience', () => forge({ payload: { aud: 'somebody-else' } })],
    ['no audience', () => forge({ payload: { aud: undefined } })],
    ['another issuer', () => forge({ payload: { iss: 'somebody-else' } })],
    ['no issuer', () => forge({ payload: { iss: undefined } })],
    ['a subject that is no id', () => forge({ payload: { sub: "' OR 1=1 --" } })],
    ['no subject', () => forge({ payload: { sub: undefined } })],
    ['no session', () => forge({ payload: { sid: undefined } })],
    ['a session that is no id', () => forge({ payload: { sid: 'x' } })],
    ['a key that nobody knows', () => forge({ header: { kid: 'nobodys' } })],
    [
      'a changed payload',
      () => forge().replace(/\.[^.]+\./, `.${base64url({ ...goodPayload(), sub: 'x' })}.`),
    ],
    ['a refresh token', () => person.cookie.split('=')[1] ?? ''],
    ['rubbish', () => 'rubbish'],
    ['two dots', () => '..'],
  ];
  it.each(badTokens)('are refused with %s', async (_name, token) => {
    expectProblem(await call(api.url, '/users/me', { token: token() }), 'unauthenticated');
  });

  it.each(['', 'Bearer', 'Bearer ', 'bearer', 'Basic dXNlcjpwYXNz', 'Token x'])(
    'are refused on public routes too: "%s"',
    async (authorization) => {
      const answer = await call(api.url, `/users/${person.user.id}`, { headers: { authorization } });
      expectProblem(answer, 'unauthenticated');
    },
  );

  it('are refused with anything behind them', async () => {
    const authorization = `Bearer ${forge()} more`;
    expectProblem(await call(api.url, '/users/me', { headers: { authorization } }), 'unauthenticated');
  });

  it('are refused on public routes once they have expired', async () => {
    const token = forge({ payload: { exp: now() - 1 } });
    for (const path of [`/users/${person.user.id}`, '/health/live']) {
      expectProblem(await call(api.url, path, { token }), 'unauthenticated');
    }
  });

  it('that were good a moment ago are refused once they have expired', async () => {
    const token = forge({ payload: { exp: now() + 2 } });
    expect((await call(api.url, '/users/me', { token })).status).toBe(200);
    await wait(2_100);
    expectProblem(await call(api.url, '/users/me', { token }), 'unauthenticated');
  });

  it('are taken on public routes', async () => {
    expect((await call(api.url, `/users/${person.user.id}`, { token: person.token })).status).toBe(200);
  });

  it('hold no more than they must', () => {
    const payload: unknown = JSON.parse(
      Buffer.from(person.token.split('.')[1] ?? '', 'base64url').toString(),
    );
    expect(payload).toEqual({
      sub: person.user.id,
      sid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      iss: 'media-feed',
      aud: 'media-feed-api',
      iat: expect.any(Number),
      exp: expect.any(Number),
    });
  });
});

describe('changing the secret', () => {
  const oldSecret = 'the secret of yesterday, of 32 bytes and more';
  const newSecret = 'the secret of tomorrow, of 32 bytes and more';
  const meWith = async (config: Partial<Config>, token: string) => {
    const { createApp } = await import('../../src/create-app.ts');
    const app = await createApp({ ...api.config, ...config }, createLogger(api.config));
    await app.listen(0, '127.0.0.1');
    try {
      return await call(await app.getUrl(), '/users/me', { token });
    } finally {
      await app.close();
    }
  };
  const issuedWith = async (jwtSecret: string): Promise<string> => {
    const { createApp } = await import('../../src/create-app.ts');
    const app = await createApp({ ...api.config, jwtSecret }, createLogger(api.config));
    await app.listen(0, '127.0.0.1');
    const { token } = await signUpPerson(await app.getUrl());
    await app.close();
    return token;
  };

  it('signs nobody out while both secrets are known, and ends old tokens after', async () => {
    const oldToken = await issuedWith(oldSecret);

    const both = { jwtSecret: newSecret, jwtPreviousSecret: oldSecret };
    expect((await meWith(both, oldToken)).status).toBe(200);
    expect((await meWith(both, await issuedWith(newSecret))).status).toBe(200);

    expectProblem(await meWith({ jwtSecret: newSecret }, oldToken), 'unauthenticated');
  });

  it('takes a token by the previous secret only under its own name', async () => {
    const both = { jwtSecret: api.config.jwtSecret, jwtPreviousSecret: oldSecret };
    expectProblem(await meWith(both, forge({ secret: oldSecret })), 'unauthenticated');
    expect((await meWith(both, forge())).status).toBe(200);
  });
});
