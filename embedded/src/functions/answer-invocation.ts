import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseJson } from './parse-json.ts';
import type { FunctionHost } from './function-host.ts';
import { readBody } from './read-body.ts';

/** AWS refuses larger asynchronous payloads (Lambda quotas: 1 MB). */
const maxEventBytes = 1024 * 1024;

/**
 * Lambda's Invoke call: 202 for an event that is kept and will be tried, else the outcome, with
 * `x-amz-function-error` where the function failed.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export async function answerInvocation(
  request: IncomingMessage,
  response: ServerResponse,
  host: Pick<FunctionHost, 'accept' | 'invoke'>,
): Promise<void> {
  const answer = (status: number, body: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const body = await readBody(request, maxEventBytes);
  if (body === undefined) {
    answer(413, { Message: `An event may have ${String(maxEventBytes)} bytes at most` });
    return;
  }
  const event = body.length === 0 ? {} : parseJson(body.toString('utf8'));
  if (event === undefined) {
    answer(400, { Type: 'User', Message: 'Could not parse request body into json' });
  } else if (request.headers['x-amz-invocation-type'] === 'Event') {
    await host.accept(event);
    answer(202, null);
  } else {
    const outcome = await host.invoke(event);
    if (!outcome.ok) response.setHeader('x-amz-function-error', 'Unhandled');
    answer(200, outcome.ok ? (outcome.value ?? null) : outcome.error);
  }
}
