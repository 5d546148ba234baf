import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { call, expectProblem, pathsOf } from '../support/http.ts';
import { signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let api: TestApp;
beforeAll(async () => {
  api = await startTestApp();
});
afterAll(() => api.close());

describe('problems', () => {
  it.each(['/nope', '/users', '/authentication', '/media/../../etc/passwd', '/%2e%2e/x'])(
    'answer 404 where nothing is: %s',
    async (path) => {
      const problem = expectProblem(await call(api.url, path), 'not-found');
      expect(problem.detail).not.toContain(path);
    },
  );

  it('name the path that was asked for, without its query', async () => {
    const problem = expectProblem(await call(api.url, '/nope?token=secret'), 'not-found');
    expect(problem.instance).toBe('/nope');
  });

  it.each([
    ['PUT', '/users/me', 'DELETE, GET, HEAD, PATCH'],
    ['DELETE', '/authentication/sign-in', 'POST'],
    ['POST', '/health/live', 'GET, HEAD'],
    ['PROPFIND', '/users/me', 'DELETE, GET, HEAD, PATCH'],
  ])('answer 405 with what is allowed: %s %s', async (method, path, allowed) => {
    const answer = await call(api.url, path, { method });

    expectProblem(answer, 'method-not-allowed');
    expect(answer.headers.get('allow')).toBe(allowed);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each([
    ['cut off', '{"email":'],
    ['no JSON', 'email=a@b.org'],
    ['two values', '{} {}'],
    ['a poisoned prototype', '{"__proto__":{"admin":true}}'],
  ])('answer 400 to a body that is %s', async (_name, body) => {
    expectProblem(
      await call(api.url, '/authentication/sign-in', { method: 'POST', body }),
      'malformed-request',
    );
  });

  it.each(['null', '[]', '"text"', '7', 'true'])('answer 400 to a body of another kind: %s', async (body) => {
    expectProblem(await call(api.url, '/authentication/sign-in', { method: 'POST', body }), 'validation');
  });

  it('answer 400 to an empty body where one is needed', async () => {
    expectProblem(
      await call(api.url, '/authentication/sign-in', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
      }),
      'validation',
    );
  });

  it('answer 400 to a body where none is known', async () => {
    const problem = expectProblem(
      await call(api.url, '/authentication/sign-out', { method: 'POST', body: { everywhere: true } }),
      'validation',
    );
    expect(pathsOf(problem)).toEqual(['everywhere']);
    expectProblem(
      await call(api.url, '/authentication/sign-out', { method: 'POST', body: '"text"' }),
      'validation',
    );
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'nonsense'])(
    'answer 415 to a body of %s',
    async (contentType) => {
      const answer = await call(api.url, '/authentication/sign-in', {
        method: 'POST',
        headers: { 'content-type': contentType },
        body: '{"email":"a@b.org","password":"password123"}',
      });
      expectProblem(answer, 'unsupported-content-type');
    },
  );

  it('answer 413 to a body above the limit', async () => {
    const answer = await call(api.url, '/authentication/sign-in', {
      method: 'POST',
      body: { email: 'a@b.org', password: 'x'.repeat(256 * 1024) },
    });
    expectProblem(answer, 'body-too-large');
  });

  it('answer 414 to a parameter above the limit', async () => {
    expectProblem(await call(api.url, `/users/${'x'.repeat(101)}`), 'uri-too-long');
  });

  it('answer 400 to an address that cannot be decoded', async () => {
    expectProblem(await call(api.url, '/users/%E0%A4%A'), 'malformed-request');
  });

  it('name repeated parameters', async () => {
    const answer = await call(api.url, '/health/live?a=1&a=2');
    expect(pathsOf(expectProblem(answer, 'validation'))).toEqual(['a']);
  });

  it('tell nothing of what went wrong inside', async () => {
    const person = await signUpPerson(api.url);
    await api.database.query({ name: 'break', text: 'ALTER TABLE users RENAME TO users_away' });
    try {
      const answer = await call(api.url, '/users/me', { token: person.token });

      const problem = expectProblem(answer, 'internal');
      expect(problem.detail).toBe('Something went wrong on our side.');
      expect(JSON.stringify(answer.body)).not.toMatch(/relation|select|users_away|\.ts|\.js/i);
    } finally {
      await api.database.query({ name: 'restore', text: 'ALTER TABLE users_away RENAME TO users' });
    }
  });
});

describe('request ids', () => {
  const idOf = async (given?: string) => {
    const headers: Record<string, string> = given === undefined ? {} : { 'x-request-id': given };
    return (await call(api.url, '/health/live', { headers })).headers.get('x-request-id');
  };

  it('are on every answer, each its own', async () => {
    expect(await idOf()).toMatch(/^[0-9a-f-]{36}$/);
    expect(await idOf()).not.toBe(await idOf());
  });

  it('are taken over from the caller', async () => {
    expect(await idOf('trace-1234.A_b')).toBe('trace-1234.A_b');
  });

  it.each(['', 'a b', 'x'.repeat(65), '{"a":1}', '<script>'])(
    'are made anew instead of %j',
    async (given) => {
      expect(await idOf(given)).toMatch(/^[0-9a-f-]{36}$/);
    },
  );
});

describe('CORS', () => {
  const preflight = (origin: string) =>
    call(api.url, '/users/me', {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'authorization,content-type',
      },
    });

  it('lets the web app call, with cookies, and read what it needs', async () => {
    const answer = await preflight('http://localhost:5173');

    expect(answer.status).toBe(204);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': 'http://localhost:5173',
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': expect.stringContaining('PATCH'),
      'access-control-allow-headers': expect.stringContaining('authorization'),
    });
    const read = await call(api.url, '/nope', { headers: { origin: 'http://localhost:5173' } });
    expect(read.headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
    expect(read.headers.get('access-control-expose-headers')).toBe('x-request-id, retry-after');
  });

  it('lets the web app read what the router refuses, and others not', async () => {
    const refused = async (origin: string) => {
      const answer = await call(api.url, `/users/${'x'.repeat(500)}`, { headers: { origin } });
      expectProblem(answer, 'uri-too-long');
      return answer.headers;
    };
    const ours = await refused('http://localhost:5173');
    expect(Object.fromEntries(ours)).toMatchObject({
      'access-control-allow-origin': 'http://localhost:5173',
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'x-request-id, retry-after',
      vary: 'Origin',
    });
    const theirs = await refused('http://evil.example');
    expect(theirs.get('access-control-allow-origin')).toBeNull();
  });

  it.each([
    'null',
    'http://evil.example',
    'http://localhost:5173.evil.example',
    'http://localhost:51730',
    'https://localhost:5173',
    'http://xlocalhost:5173',
  ])('lets no other origin in: %s', async (origin) => {
    const read = await call(api.url, '/health/live', { headers: { origin } });
    for (const { headers } of [await preflight(origin), read]) {
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('access-control-allow-credentials')).toBeNull();
    }
  });
});

describe('headers', () => {
  it('forbid a browser to do anything with an answer but read it', async () => {
    const { headers } = await call(api.url, '/health/live');
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
  });

  it('ask for TLS ever after only where TLS is spoken: a trusted proxy says so, or it is production', async () => {
    const hstsOf = async (url: string, path: string) =>
      (await call(url, path, { headers: { 'x-forwarded-proto': 'https' } })).headers.get(
        'strict-transport-security',
      );
    const paths = ['/health/live', '/nope', `/users/${'x'.repeat(500)}`];
    for (const path of paths) expect(await hstsOf(api.url, path)).toBeNull();
    const proxied = await startTestApp({ trustProxyHops: 1 });
    const production = await startTestApp({ environment: 'production' });
    try {
      for (const path of paths) expect(await hstsOf(production.url, path)).toMatch(/^max-age=31536000/);
      // Before a request has its route, Fastify does not look at what proxies say.
      for (const path of paths.slice(0, 2)) expect(await hstsOf(proxied.url, path)).toMatch(/^max-age/);
      const plain = await call(proxied.url, '/health/live', { headers: { 'x-forwarded-proto': 'http' } });
      expect(plain.headers.get('strict-transport-security')).toBeNull();
    } finally {
      await Promise.all([proxied.close(), production.close()]);
    }
  });
});
