/** The ports that take calls without a signature are for programs of this machine, and for no page in its browser. */
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

let folder: string;
let functions: { readonly url: string; readonly stop: () => Promise<void> };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-feed-ports-'));
  functions = await startFunctions();
});
afterAll(async () => {
  await functions.stop();
  await rm(folder, { recursive: true });
});

async function startFunctions() {
  const child = fork(join(import.meta.dirname, '../src/programs/functions.ts'), {
    execArgv: [],
    env: {
      FUNCTION_NAME: 'media-processing',
      FUNCTION_HANDLER: join(folder, 'none.js'),
      FUNCTION_ENVIRONMENT: '{}',
      FUNCTIONS_PORT: '0',
      FUNCTIONS_DATA_DIR: folder,
      QUEUE_ENDPOINT: 'http://127.0.0.1:1',
      FAILURES_QUEUE_URL: 'http://127.0.0.1:1/none',
      AWS_REGION: 'us-east-1',
      LAMBDA_CONCURRENCY: '1',
      LAMBDA_MEMORY_MIB: '512',
      LAMBDA_TIMEOUT_SECONDS: '10',
      LAMBDA_RETRY_SECONDS: '1,1',
    },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) =>
      resolve((message as { ready: { invokeUrl: string } }).ready.invokeUrl),
    );
    void ended.then(() => reject(new Error('The functions did not start')));
  });
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** The status of a POST; `fetch` would not let a test say Host and Origin. */
function post(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { method: 'POST', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', reject)
      .end('[');
  });
}

describe.each([
  ['functions', () => functions.url],
  ['queue', () => process.env.TEST_QUEUE_ENDPOINT ?? ''],
])('the port of the %s', (_name, urlOf) => {
  it.each([
    ['a foreign origin', { origin: 'https://evil.example', 'content-type': 'text/plain' }],
    ['the origin null', { origin: 'null' }],
    ['an origin of this machine', { origin: 'http://localhost:5173' }],
    ['no origin, from a browser', { 'sec-fetch-site': 'cross-site' }],
    ['a name that points here', { host: 'evil.example:9001' }],
    ['a name that begins like ours', { host: 'localhost.evil.example' }],
  ])('refuses %s', async (_what, headers) => {
    expect(await post(urlOf(), headers as Record<string, string>)).toBe(403);
  });

  it('takes calls of programs', async () => {
    // Both say that this is no call that they know: they have looked at it.
    expect([400, 404, 500]).toContain(await post(urlOf(), {}));
  });
});
