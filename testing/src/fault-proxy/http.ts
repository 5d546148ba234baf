/** A proxy between two programs that speak HTTP: it passes everything on until a fault intercepts its calls. */
import {
  Agent,
  createServer,
  request as sendRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { operationOf } from './operations.ts';

export interface ProxiedCall {
  /** Such as `PutObject`, `SendMessage` or `Invoke`. */
  readonly operation: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface ProxiedAnswer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** `proceed` makes the call, each time anew. `cut` closes the connection without an answer. */
export type Intercept = (
  call: ProxiedCall,
  proceed: () => Promise<ProxiedAnswer>,
) => Promise<ProxiedAnswer | 'cut'>;

/** Of one connection alone: whoever proxies must not pass them on. */
const hopHeaders = ['connection', 'keep-alive', 'expect'];

export class HttpFaultProxy {
  /** What happens to each call; undefined lets it pass. */
  intercept: Intercept | undefined;
  readonly port: number;
  readonly #server: Server;
  readonly #target: number;
  readonly #agent = new Agent({ keepAlive: false });
  readonly #sockets = new Set<Socket>();
  #isDisconnected = false;

  private constructor(server: Server, target: number) {
    this.#server = server;
    this.#target = target;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (socket) => {
      if (this.#isDisconnected) {
        socket.destroy();
        return;
      }
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
  }

  /** @param target the port on loopback at the proxy's other end. */
  static async start(target: number): Promise<HttpFaultProxy> {
    const server = createServer({ requestTimeout: 0, keepAliveTimeout: 60_000 });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new HttpFaultProxy(server, target);
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  /** Cuts every connection and takes no more until `reconnect`. */
  disconnect(): void {
    this.#isDisconnected = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  reconnect(): void {
    this.#isDisconnected = false;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { intercept } = this;
    if (!intercept) {
      this.#pass(request, response);
      return;
    }
    const body = await buffer(request);
    const path = request.url ?? '/';
    const operation = operationOf(request.method ?? '', path, request.headers);
    const answer = await intercept({ operation, path, headers: request.headers, body }, () =>
      this.#call(request, body),
    );
    if (answer === 'cut') request.socket.destroy();
    else response.writeHead(answer.status, withoutHops(answer.headers)).end(answer.body);
  }

  #pass(request: IncomingMessage, response: ServerResponse): void {
    const onward = this.#send(request, (answer) => {
      response.writeHead(answer.statusCode ?? 502, withoutHops(answer.headers));
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  }

  #call(request: IncomingMessage, body: Buffer): Promise<ProxiedAnswer> {
    return new Promise((resolve, reject) => {
      const onward = this.#send(request, (answer) => {
        buffer(answer).then(
          (received) =>
            resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: received }),
          reject,
        );
      });
      onward.on('error', reject).end(body);
    });
  }

  /** Headers stay as they were, `host` too: it is part of AWS's signatures. */
  #send({ method, url, headers }: IncomingMessage, onAnswer: (answer: IncomingMessage) => void) {
    const options = { host: '127.0.0.1', port: this.#target, method, path: url, agent: this.#agent };
    return sendRequest({ ...options, headers: withoutHops(headers) }, onAnswer);
  }
}

function withoutHops<Headers extends OutgoingHttpHeaders>(headers: Headers): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopHeaders.includes(name)));
}
