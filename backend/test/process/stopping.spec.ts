/** SIGTERM, as a deploy sends it, while people and queues are at it. */
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@media-feed/testing/eventually';
import { HttpFaultProxy } from '@media-feed/testing/fault-proxy/http';
import { EventReader } from '../media/support/event-reader.ts';
import { MediaApi } from '../media/support/media-api.ts';
import { sqsClient } from '../media/support/queues.ts';
import { Lambda, readyResult } from '../media/support/inspection-results.ts';
import type { Config } from '../../src/config/config.ts';
import { call, expectProblem } from '../support/http.ts';
import { signUpPerson } from '../support/people.ts';
import { type Build, buildProgram, environmentOf, type Program, startProgram } from '../support/program.ts';
import { testConfig, testService } from '../support/test-config.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { createTestQueues, type TestQueues } from '../support/test-queues.ts';

let build: Build;
let database: TestDatabase;
let queues: TestQueues;
let config: Config;
let programs: Program[];

beforeAll(async () => {
  build = await buildProgram();
});
afterAll(() => build.remove());
beforeEach(async () => {
  [database, queues] = await Promise.all([createTestDatabase(), createTestQueues()]);
  config = testConfig({ databaseUrl: database.url, ...queues });
  programs = [];
});
afterEach(async () => {
  for (const program of programs) program.kill('SIGKILL');
  await Promise.all(programs.map(({ ended }) => ended));
  await Promise.all([database.drop(), queues.remove()]);
});

function start(overrides: Record<string, string>): Program {
  const program = startProgram(build.file('main.js'), {
    ...environmentOf(config),
    BCRYPT_COST: '10',
    ...overrides,
  });
  programs.push(program);
  return program;
}

async function startApi(overrides: Record<string, string>): Promise<{ program: Program; url: string }> {
  const program = start(overrides);
  const [, url = ''] = await program.waitForOutput(/listening at (http:\/\/[\d.:]+)/);
  return { program, url };
}

function ask(url: string, agent: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(`${url}/health/live`, { agent }, (response) => {
      response.resume().once('end', () => resolve(response));
    }).once('error', reject);
  });
}

describe('a program that is told to stop', () => {
  it('fails its readiness first, serves whoever still comes, and sends streams elsewhere', async () => {
    const { program, url } = await startApi({ DRAIN_SECONDS: '3' });
    const ada = await signUpPerson(url);
    const reader = await EventReader.open(url, ada);
    expect((await call(url, '/health/ready')).status).toBe(200);

    program.kill('SIGTERM');
    const draining = await eventually(
      () => call(url, '/health/ready'),
      ({ status }) => status !== 200,
    );
    expectProblem(draining, 'unavailable');
    expect((await call(url, '/health/live')).status).toBe(200);
    const api = new MediaApi(url);
    expect((await api.presign(ada)).method).toBe('PUT');
    expect((await call(url, '/users/me', { token: ada.token })).status).toBe(200);

    await eventually(() => Promise.resolve(reader.ended));
    expect(await program.ended).toBe(0);
  });

  it('waits for no connection that was only opened in advance', async () => {
    const { program, url } = await startApi({});
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await once(socket, 'connect');
    expect((await call(url, '/health/live')).status).toBe(200);
    program.kill('SIGTERM');
    await once(socket, 'close');
    expect(await program.ended).toBe(0);
  });

  it('answers once more on a connection that was kept open, and says that it is the last time', async () => {
    const { program, url } = await startApi({ ROLE: 'api' });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    expect((await ask(url, agent)).headers.connection).toBe('keep-alive');
    program.kill('SIGTERM');
    await program.waitForOutput(/Stopping/);
    // Whoever is slower than the signal: well after it, on the same connection.
    await eventually(
      () => call(url, '/health/ready'),
      ({ status }) => status === 503,
    );
    const last = await ask(url, agent);
    expect(last.statusCode).toBe(200);
    expect(last.headers.connection).toBe('close');
    expect(await program.ended).toBe(0);
    agent.destroy();
  });

  it('stops as the API alone, which takes no messages', async () => {
    const { program } = await startApi({ ROLE: 'api' });
    program.kill('SIGTERM');
    expect(await program.ended).toBe(0);
  });

  it('hides no message that its last long poll is given', async () => {
    const { program, url } = await startApi({ QUEUE_WAIT_SECONDS: '8' });
    const api = new MediaApi(url);
    const ada = await signUpPerson(url);
    const upload = await api.presign(ada);
    const lambda = new Lambda(config);
    program.kill('SIGTERM');
    await program.waitForOutput(/Stopping/);
    await lambda.send(readyResult(upload, ada));
    expect(await program.ended).toBe(0);
    const sqs = sqsClient(config);
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: queues.resultsQueueUrl, AttributeNames: ['All'] }),
    );
    expect(Attributes?.ApproximateNumberOfMessagesNotVisible).toBe('0');
    sqs.destroy();
    lambda.close();
  });
});

describe('a program that starts before what it needs', () => {
  it('says so, and works once queue and storage are there', async () => {
    const queue = await HttpFaultProxy.start(testService('TEST_QUEUE_ENDPOINT'));
    const storage = await HttpFaultProxy.start(testService('TEST_STORAGE_ENDPOINT'));
    for (const proxy of [queue, storage]) proxy.disconnect();
    const { program, url } = await startApi({
      QUEUE_ENDPOINT: queue.url,
      STORAGE_ENDPOINT: storage.url,
      STORAGE_PUBLIC_ENDPOINT: testService('TEST_STORAGE_ENDPOINT'),
    });
    await program.waitForOutput(/Queue or dependency unavailable/);
    const notReady = await call(url, '/health/ready');
    expect(
      expectProblem(notReady, 'unavailable')
        .errors?.map(({ path }) => path)
        .sort(),
    ).toEqual(['queue', 'storage']);
    const ada = await signUpPerson(url);
    const api = new MediaApi(url);
    const upload = await api.presign(ada);

    for (const proxy of [queue, storage]) proxy.reconnect();
    await eventually(
      () => call(url, '/health/ready'),
      ({ status }) => status === 200,
    );
    const lambda = new Lambda(config);
    await lambda.send(readyResult(upload, ada));
    await eventually(
      () => api.item(upload.mediaId, ada),
      ({ status }) => status === 'READY',
    );
    lambda.close();
    program.kill('SIGTERM');
    expect(await program.ended).toBe(0);
    await Promise.all([queue.close(), storage.close()]);
  });
});
