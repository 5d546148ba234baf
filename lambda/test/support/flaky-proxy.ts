/** Stands between the function and a service, and lets a test break what goes through. */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Fault = (incoming: IncomingMessage, answer: ServerResponse) => Promise<'handled' | 'pass'>;

export interface FlakyProxy {
  readonly url: string;
  /** Answers 503 to every request of the method whose path holds `part`. */
  refuse(method: string, part?: string): void;
  /** Never answers requests of the method. */
  stall(method: string): void;
  /** Does something before the next request of the method goes through. */
  once(method: string, action: () => Promise<unknown>): void;
  heal(): void;
  close(): Promise<void>;
}

export async function startFlakyProxy(target: string): Promise<FlakyProxy> {
  let fault: Fault | undefined;
  const server = createServer((incoming, answer) => {
    void (async () => {
      if ((await fault?.(incoming, answer)) === 'handled') return;
      // The signature covers the host that the client called, so that it goes on as it came.
      const { method, headers, url } = incoming;
      const onward = request(new URL(url ?? '/', target), { method, headers }, (reply) => {
        answer.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(answer);
      });
      onward.on('error', () => answer.destroy());
      incoming.pipe(onward);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const when = (method: string, part: string, act: (answer: ServerResponse) => void): Fault => {
    return (incoming, answer) => {
      if (incoming.method !== method || !incoming.url?.includes(part)) return Promise.resolve('pass');
      act(answer);
      return Promise.resolve('handled');
    };
  };
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    refuse(method, part = '') {
      fault = when(method, part, (answer) => answer.writeHead(503, { connection: 'close' }).end());
    },
    stall(method) {
      fault = when(method, '', () => undefined);
    },
    once(method, action) {
      fault = async (incoming) => {
        if (incoming.method === method) {
          fault = undefined;
          await action();
        }
        return 'pass';
      };
    },
    heal() {
      fault = undefined;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
