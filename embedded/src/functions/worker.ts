/** A worker process: loads the real handler once and calls it for each invocation, as the Lambda runtime does. */
import { pathToFileURL } from 'node:url';

interface Invocation {
  requestId: string;
  event: unknown;
  timeoutSeconds: number;
}
type HandlerModule = Record<string, (event: unknown, context: unknown) => Promise<unknown>>;

const [, , handlerFile = '', handlerName = 'handler'] = process.argv;
const loaded = import(pathToFileURL(handlerFile).href) as Promise<HandlerModule>;

process.on('message', (message: Invocation) => {
  const deadline = Date.now() + message.timeoutSeconds * 1000;
  const context = {
    awsRequestId: message.requestId,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  loaded
    .then((module) => {
      const handler = module[handlerName];
      if (handler === undefined) throw new Error(`${handlerName} is undefined or not exported`);
      return handler(message.event, context);
    })
    .then(
      (value) => process.send?.({ ok: true, value: value ?? null }),
      (error: unknown) =>
        process.send?.({
          ok: false,
          error: {
            errorType: error instanceof Error ? error.name : 'Error',
            errorMessage: error instanceof Error ? error.message : String(error),
          },
        }),
    );
});
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
