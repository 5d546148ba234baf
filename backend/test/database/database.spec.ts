import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@media-feed/testing/eventually';
import { TcpFaultProxy } from '@media-feed/testing/fault-proxy/tcp';
import { call, expectProblem, pathsOf } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { testService } from '../support/test-config.ts';

let database: TcpFaultProxy;
let api: TestApp;
let person: Person;
beforeEach(async () => {
  database = await TcpFaultProxy.start(testService('TEST_DATABASE_URL'));
  api = await startTestApp(({ databaseUrl }) => ({
    databaseUrl: database.through(databaseUrl),
    databasePoolSize: 2,
    // Long enough for a busy machine, and waited for in full where the database is away.
    databaseConnectTimeoutSeconds: 5,
  }));
  person = await signUpPerson(api.url);
});
afterEach(async () => {
  await api.close();
  await database.close();
});

const countUsers = { name: 'count-users', text: 'SELECT count(*)::int AS count FROM users' };
const renameUser = { name: 'rename-user', text: 'UPDATE users SET name = $2 WHERE id = $1' };
const me = () => call(api.url, '/users/me', { token: person.token });

describe('Database', () => {
  it('prepares a statement once a connection', async () => {
    for (let round = 0; round < 10; round += 1) await api.database.query(countUsers);

    const prepared = await api.database.query<{ count: number }>({
      name: 'count-prepared',
      text: `SELECT count(*)::int AS count FROM pg_prepared_statements WHERE name = 'count-users'`,
    });
    expect(prepared[0]?.count).toBe(1);
  });

  it('commits a transaction that ends well', async () => {
    const result = await api.database.transaction(async (transaction) => {
      await transaction.query(renameUser, [person.user.id, 'Kim']);
      return 'done';
    });

    expect(result).toBe('done');
    expect((await me()).body).toMatchObject({ name: 'Kim' });
  });

  it('rolls a transaction back that throws, and gives its connection back', async () => {
    for (let round = 0; round < 5; round += 1) {
      await expect(
        api.database.transaction(async (transaction) => {
          await transaction.query(renameUser, [person.user.id, 'Nobody']);
          throw new Error('no');
        }),
      ).rejects.toThrow('no');
    }

    expect((await me()).body).toMatchObject({ name: person.user.name });
  });

  it('survives a connection that breaks within a transaction', async () => {
    await expect(
      api.database.transaction(async (transaction) => {
        await transaction.query({ name: 'suicide', text: 'SELECT pg_terminate_backend(pg_backend_pid())' });
      }),
    ).rejects.toThrow();

    // A new connection takes as long as the machine lets it, which may be more than the second that is waited for one.
    await eventually(me, ({ status }) => status === 200);
  });
});

describe('an outage of the database', () => {
  it('is 503 with Retry-After while it lasts, and over without a restart', async () => {
    database.disconnect();
    for (const answer of await Promise.all([me(), me(), me()])) {
      expectProblem(answer, 'unavailable');
      expect(answer.headers.get('retry-after')).toBe('2');
    }
    expect(pathsOf(expectProblem(await call(api.url, '/health/ready'), 'unavailable'))).toEqual(['database']);

    database.reconnect();

    expect((await me()).status).toBe(200);
  });

  it('is 503 when all connections are busy for too long', async () => {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const busy = [1, 2].map(() => api.database.transaction(() => released));

    const answer = await me();

    expectProblem(answer, 'unavailable');
    release();
    await Promise.all(busy);
    expect((await me()).status).toBe(200);
  });
});
