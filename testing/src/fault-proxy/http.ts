/** A proxy between two programs that speak HTTP: it streams everything through until a fault intercepts its calls. */
import {
  Agent,
  createServer,
  request as sendRequest,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import { buffer } from 'node:stream/consumers';
import { FaultProxy, listen } from './fault-proxy.ts';
import { operationOf } from './operations.ts';

export interface ProxiedCall {
  /** Such as `PutObject`, `SendMessage` or `Invoke`. */
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** As Node's server got it; its body has been read. */
  readonly request: IncomingMessage;
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

export class HttpFaultProxy extends FaultProxy {
  /** What happens to each call; undefined lets it pass. */
  intercept: Intercept | undefined;
  /** Called when a piece of a body that streams through has been sent on to the server; the next one waits for it. */
  afterChunk: ((chunk: Buffer) => Promise<void>) | undefined;
  readonly #target: { readonly host: string; readonly port: string };
  readonly #agent = new Agent({ keepAlive: false });

  private constructor(server: Server, target: URL) {
    super(server);
    this.#target = { host: target.hostname, port: target.port };
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const serving = this.intercept
        ? this.#serve(this.intercept, request, response)
        : this.#pass(request, response);
      serving.catch(() => response.destroy());
    });
  }

  /** @param target the port on loopback to which it leads, or a URL with host and port. */
  static async start(target: number | string): Promise<HttpFaultProxy> {
    const url = new URL(typeof target === 'number' ? `http://127.0.0.1:${target}` : target);
    const server = createServer({ requestTimeout: 0, keepAliveTimeout: 60_000 });
    return new HttpFaultProxy(await listen(server), url);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async #serve(intercept: Intercept, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '/', headers } = request;
    const body = await buffer(request);
    const call = { operation: operationOf(method, path, headers), method, path, headers, body, request };
    const answer = await intercept(call, () => this.#call(request, body));
    if (answer === 'cut') request.socket.destroy();
    else response.writeHead(answer.status, withoutHops(answer.headers)).end(answer.body);
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const onward = this.#send(request, (answer) => {
      response.writeHead(answer.statusCode ?? 502, withoutHops(answer.headers));
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    await this.#sendBody(request, onward);
  }

  async #sendBody(request: IncomingMessage, onward: ClientRequest): Promise<void> {
    const closed = new Promise((resolve) => onward.once('close', resolve));
    for await (const chunk of request as AsyncIterable<Buffer>) {
      if (!onward.destroyed && !onward.write(chunk)) {
        await Promise.race([closed, new Promise((resolve) => onward.once('drain', resolve))]);
      }
      await this.afterChunk?.(chunk);
    }
    onward.end();
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
  #send(
    { method, url, headers }: IncomingMessage,
    onAnswer: (answer: IncomingMessage) => void,
  ): ClientRequest {
    const options = { ...this.#target, method, path: url, agent: this.#agent };
    return sendRequest({ ...options, headers: withoutHops(headers) }, onAnswer);
  }
}

function withoutHops<Headers extends OutgoingHttpHeaders>(headers: Headers): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopHeaders.includes(name)));
}
