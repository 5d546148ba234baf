import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { call } from '../support/http.ts';
import { type Build, buildProgram, environmentOf, type Program, startProgram } from '../support/program.ts';
import { signUpPerson } from '../support/people.ts';
import { testConfig } from '../support/test-config.ts';
import { createEmptyDatabase, type TestDatabase } from '../support/test-database.ts';
import { createTestQueues, type TestQueues } from '../support/test-queues.ts';

/** Compiles the program first. */

let build: Build;
let queues: TestQueues;
let database: TestDatabase;
let environment: Record<string, string>;
let running: Program[];

beforeAll(async () => {
  [build, queues] = await Promise.all([buildProgram(), createTestQueues()]);
});
afterAll(async () => {
  await Promise.all([build.remove(), queues.remove()]);
});
beforeEach(async () => {
  running = [];
  database = await createEmptyDatabase();
  environment = environmentOf(testConfig({ databaseUrl: database.url, ...queues }));
});
afterEach(async () => {
  for (const program of running) program.kill('SIGKILL');
  await Promise.all(running.map((program) => program.ended));
  await database.drop();
});

function start(file: string, overrides: Record<string, string> = {}, args: string[] = []): Program {
  const program = startProgram(build.file(file), { ...environment, ...overrides }, args);
  running.push(program);
  return program;
}
/** Asks again until it is so. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise(setImmediate);
}
const migrate = (...args: string[]) => start('database/migrate.js', {}, args);

async function startApi(overrides: Record<string, string> = {}): Promise<{ api: Program; url: string }> {
  expect(await migrate().ended).toBe(0);
  const api = start('main.js', overrides);
  const [, url = ''] = await api.waitForOutput(/listening at (http:\/\/[\d.:]+)/);
  return { api, url };
}

describe('the program', () => {
  it('waits for its schema, serves once it is there, and stops when it is asked to', async () => {
    const api = start('main.js');
    await api.waitForOutput(/Waiting for the schema/);

    expect(await migrate().ended).toBe(0);
    const [, url = ''] = await api.waitForOutput(/listening at (http:\/\/[\d.:]+)/);
    expect((await call(url, '/health/ready')).status).toBe(200);

    api.kill('SIGTERM');
    expect(await api.ended).toBe(0);
    expect(api.output()).toContain('"msg":"Stopped"');
  });

  it('stops while it still waits for the database', async () => {
    const api = start('main.js', { DATABASE_URL: 'postgres://nobody:hidden-word@127.0.0.1:1/nothing' });
    await api.waitForOutput(/Waiting for the database/);

    api.kill('SIGINT');

    expect(await api.ended).toBe(0);
    expect(api.output()).not.toContain('hidden-word');
  });

  it('lets requests in flight end, and closes connections that idle', async () => {
    const { api, url } = await startApi({ BCRYPT_COST: '10' });
    // fetch keeps this connection open.
    await call(url, '/health/live');
    const lock = new Client({ connectionString: database.url });
    await lock.connect();
    await lock.query('BEGIN; LOCK TABLE users');
    const inFlight = signUpPerson(url);
    await until(async () => {
      const { rowCount } = await lock.query(`SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'`);
      return rowCount !== 0;
    });

    api.kill('SIGTERM');
    await api.waitForOutput(/Stopping/);
    await lock.query('COMMIT');
    await lock.end();

    expect((await inFlight).token).not.toBe('');
    expect(await api.ended).toBe(0);
  });

  it('runs the consumer alone, without a port', async () => {
    expect(await migrate().ended).toBe(0);
    const consumer = start('main.js', { ROLE: 'consumer' });
    await consumer.waitForOutput(/The consumer is running/);

    expect(consumer.output()).not.toContain('listening at');
    consumer.kill('SIGTERM');
    expect(await consumer.ended).toBe(0);
  });

  it('says in one line that its port is in use', async () => {
    expect(await migrate().ended).toBe(0);
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const port = String((holder.address() as AddressInfo).port);

    const api = start('main.js', { API_PORT: port, LOG_LEVEL: 'info' });

    expect(await api.ended).toBe(1);
    expect(api.output()).toContain(`127.0.0.1:${port} is in use: stop what listens there, or set API_PORT.`);
    expect(api.output()).not.toContain('at Server');
    holder.close();
  });

  it('names bad settings, not their values, and ends before anything else', async () => {
    const api = start('main.js', { JWT_SECRET: 'too-short', MEDIA_BUCKET: '' });

    expect(await api.ended).toBe(1);
    expect(api.output()).toBe(
      'Bad settings in the environment:\n  JWT_SECRET: Must have at least 32 bytes\n  MEDIA_BUCKET: is not set\n',
    );
  });

  it('writes nothing personal into its log', async () => {
    const { api, url } = await startApi({ LOG_LEVEL: 'trace', BCRYPT_COST: '10' });
    const password = 'correct-horse-battery';
    const person = await signUpPerson(url, { email: 'Kim.Doe@example.org', password });
    await signUpPerson(url, { email: 'kim.doe@example.org', password }).catch(() => undefined);
    await call(url, `/users/me?access_token=${person.token}`, { token: person.token });
    await call(url, `/somewhere/${person.token}`, { headers: { 'x-forwarded-for': '203.0.113.77' } });
    await call(url, '/authentication/refresh', { method: 'POST', cookie: person.cookie });
    api.kill('SIGTERM');
    await api.ended;

    const output = api.output();
    expect(output).toContain('"route":"/authentication/sign-up"');
    const secrets = ['kim.doe', password, person.token, person.cookie.split('=')[1] ?? '', '203.0.113.77'];
    for (const secret of secrets) expect(output.toLowerCase()).not.toContain(secret.toLowerCase());
    expect(output).not.toMatch(/remoteAddress|"ip"|\$2b\$/);
    for (const line of output.trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });
});

describe('the migration task', () => {
  it('goes up and down, and may run several times at once', async () => {
    const codes = await Promise.all([migrate().ended, migrate('up').ended, migrate().ended]);
    expect(codes).toEqual([0, 0, 0]);

    const down = migrate('down');
    expect(await down.ended).toBe(0);
    expect(down.output()).toContain('reverted');
  });

  it('refuses a direction that it does not know', async () => {
    const sideways = migrate('sideways');
    expect(await sideways.ended).toBe(1);
    expect(sideways.output()).toContain('Usage: migrate [up|down]');
  });

  it('says what went wrong', async () => {
    const task = start('database/migrate.js', {
      DATABASE_URL: `${database.url.replace(/[^/]*$/, '')}no_such_database`,
    });
    expect(await task.ended).toBe(1);
    expect(task.output()).toContain('does not exist');
  });
});
