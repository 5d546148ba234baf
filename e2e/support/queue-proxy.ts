/** Stands between the API and SQS, so that a test can act between two calls of the consumer. */
import { createServer, request as sendRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface QueueProxy {
  url: string;
  /** Resolves at the next call of that SQS action; the call itself is never passed on. */
  swallowNext: (action: string) => Promise<void>;
  close: () => void;
}

export async function startQueueProxy(queuePort: number): Promise<QueueProxy> {
  let swallowed: { action: string; notify: () => void } | undefined;
  const server = createServer((request, response) => {
    // SQS's JSON protocol names the action here, such as "AmazonSQS.DeleteMessageBatch".
    const action = String(request.headers['x-amz-target']);
    if (swallowed && action.includes(swallowed.action)) {
      const { notify } = swallowed;
      swallowed = undefined;
      notify();
      return;
    }
    forward(request, response, queuePort);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    swallowNext: (action) =>
      new Promise((notify) => {
        swallowed = { action, notify };
      }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function forward(request: IncomingMessage, response: ServerResponse, port: number): void {
  const { method, url, headers } = request;
  const onward = sendRequest({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}
