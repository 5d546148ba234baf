/**
 * Plays AWS Lambda for one function: an Invoke endpoint, worker processes with a time and memory limit, two
 * retries of asynchronous events, and then the failure queue in AWS's envelope. Accepted events are files in
 * `FUNCTIONS_DATA_DIR` until they are done, so that they survive a restart.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventStore } from '../functions/event-store.ts';
import { FailureQueue } from '../functions/failure-queue.ts';
import { invokeUntilDone } from '../functions/retries.ts';
import { WorkerPool } from '../functions/worker-pool.ts';
import { required, runProgram } from './lifecycle.ts';

export interface FunctionsReady {
  invokeUrl: string;
}

/** AWS refuses larger asynchronous payloads (Lambda quotas: 1 MB). */
const maxEventBytes = 1024 * 1024;

runProgram<FunctionsReady>(async () => {
  const functionName = required('FUNCTION_NAME');
  const pool = new WorkerPool({
    handlerFile: required('FUNCTION_HANDLER'),
    functionName,
    concurrency: Number(required('LAMBDA_CONCURRENCY')),
    memoryMiB: Number(required('LAMBDA_MEMORY_MIB')),
    timeoutSeconds: Number(required('LAMBDA_TIMEOUT_SECONDS')),
    environment: JSON.parse(required('FUNCTION_ENVIRONMENT')) as Record<string, string>,
  });
  const failures = new FailureQueue({
    endpoint: required('QUEUE_ENDPOINT'),
    region: required('AWS_REGION'),
    queueUrl: required('FAILURES_QUEUE_URL'),
    functionName,
  });
  const store = await EventStore.open(required('FUNCTIONS_DATA_DIR'));
  const retrySeconds = required('LAMBDA_RETRY_SECONDS').split(',').map(Number);
  const stopping = new AbortController();

  const run = async (id: string, event: unknown) => {
    await invokeUntilDone({
      id,
      event,
      pool,
      failures,
      retrySeconds,
      signal: stopping.signal,
      log: console.error,
    });
    await store.remove(id);
  };
  const runInBackground = (id: string, event: unknown) => {
    run(id, event).catch((error: unknown) => {
      // The event stays in the store and is tried again at the next start.
      if (!stopping.signal.aborted) console.error(`Event ${id} is kept for the next start: ${String(error)}`);
    });
  };

  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const path = `/2015-03-31/functions/${functionName}/invocations`;
    if (request.method !== 'POST' || request.url !== path) {
      answer(404, { Type: 'User', Message: `Function not found. The function is ${path}` });
      return;
    }
    void readBody(request).then(
      async (body) => {
        if (body === undefined) {
          answer(413, { Message: `An event may have ${String(maxEventBytes)} bytes at most` });
          return;
        }
        const event = parseJson(body);
        if (event === undefined) {
          answer(400, { Type: 'User', Message: 'Could not parse request body into json' });
        } else if (request.headers['x-amz-invocation-type'] === 'Event') {
          const id = await store.add(event);
          answer(202, null);
          runInBackground(id, event);
        } else {
          const outcome = await pool.invoke(crypto.randomUUID(), event);
          if (!outcome.ok) response.setHeader('x-amz-function-error', 'Unhandled');
          answer(200, outcome.ok ? (outcome.value ?? null) : outcome.error);
        }
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(Number(required('FUNCTIONS_PORT')), '127.0.0.1', resolve);
  });
  for (const { id, event } of await store.pending()) runInBackground(id, event);
  const { port } = server.address() as AddressInfo;
  return {
    ready: { invokeUrl: `http://127.0.0.1:${String(port)}/2015-03-31/functions/${functionName}/invocations` },
    stop: async () => {
      stopping.abort();
      server.close();
      server.closeAllConnections();
      await pool.close();
    },
  };
});

async function readBody(request: AsyncIterable<Buffer>): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > maxEventBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
