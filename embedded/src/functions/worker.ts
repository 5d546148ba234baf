/** A worker process: loads the real handler once and calls it for each invocation, as the Lambda runtime does. */
import { pathToFileURL } from 'node:url';
import { endWithParent } from './end-with-parent.ts';
import type { FromWorker, Invocation } from './worker-messages.ts';

type HandlerModule = Record<string, (event: unknown, context: unknown) => Promise<unknown>>;

const [, , parentPid = '', handlerFile = '', handlerName = 'handler'] = process.argv;
endWithParent(Number(parentPid));

const loaded = import(pathToFileURL(handlerFile).href) as Promise<HandlerModule>;
const send = (message: FromWorker) => process.send?.(message);

async function invoke({ requestId, event, timeoutSeconds }: Invocation): Promise<unknown> {
  const handler = (await loaded)[handlerName];
  if (handler === undefined) throw new Error(`${handlerName} is undefined or not exported`);
  send({ kind: 'begun' });
  const deadline = Date.now() + timeoutSeconds * 1000;
  return handler(event, {
    awsRequestId: requestId,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  });
}

process.on('message', (invocation: Invocation) => {
  invoke(invocation).then(
    (value) => send({ kind: 'done', outcome: { ok: true, value: value ?? null } }),
    (error: unknown) => {
      const errorType = error instanceof Error ? error.name : 'Error';
      const errorMessage = error instanceof Error ? error.message : String(error);
      send({ kind: 'done', outcome: { ok: false, error: { errorType, errorMessage } } });
    },
  );
});
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => process.exit(0));
