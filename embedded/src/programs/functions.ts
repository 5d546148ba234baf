/**
 * Emulates AWS Lambda for one function: an Invoke endpoint, worker processes with a time and memory limit, two
 * retries of asynchronous events, and then the failure queue in AWS's envelope. Accepted events are files in
 * `FUNCTIONS_DATA_DIR` until they are done, so that they survive a restart.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerInvocation } from '../functions/answer-invocation.ts';
import { FailureQueue } from '../functions/failure-queue.ts';
import { FunctionHost } from '../functions/function-host.ts';
import { required, runProgram } from './lifecycle.ts';
import './no-pages.ts';

export interface FunctionsReady {
  invokeUrl: string;
}

runProgram<FunctionsReady>(async () => {
  const functionName = required('FUNCTION_NAME');
  const failures = new FailureQueue({
    endpoint: required('QUEUE_ENDPOINT'),
    region: required('AWS_REGION'),
    queueUrl: required('FAILURES_QUEUE_URL'),
    functionName,
  });
  const host = await FunctionHost.open({
    handlerFile: required('FUNCTION_HANDLER'),
    functionName,
    concurrency: Number(required('LAMBDA_CONCURRENCY')),
    memoryMiB: Number(required('LAMBDA_MEMORY_MIB')),
    timeoutSeconds: Number(required('LAMBDA_TIMEOUT_SECONDS')),
    environment: JSON.parse(required('FUNCTION_ENVIRONMENT')) as Record<string, string>,
    eventsDir: required('FUNCTIONS_DATA_DIR'),
    failures,
    retrySeconds: required('LAMBDA_RETRY_SECONDS').split(',').map(Number),
    log: console.error,
  });

  const path = `/2015-03-31/functions/${functionName}/invocations`;
  const server = createServer((request, response) => {
    if (request.method === 'POST' && request.url === path) {
      answerInvocation(request, response, host).catch(() => response.destroy());
      return;
    }
    const body = { Type: 'User', Message: `Function not found. The function is ${path}` };
    response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(Number(required('FUNCTIONS_PORT')), '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    ready: { invokeUrl: `http://127.0.0.1:${String(port)}${path}` },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await host.close();
    },
  };
});
