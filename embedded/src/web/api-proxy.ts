/** Hands requests on to the API under the web app's own host, as CloudFront does in production. */
import { randomUUID } from 'node:crypto';
import { Agent, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';

/** What belongs to one connection and is never handed on (RFC 9110, 7.6.1). */
const connectionHeaders = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
];

export interface ApiProxy {
  readonly forward: (request: IncomingMessage, response: ServerResponse) => void;
  readonly close: () => void;
}

export function createApiProxy(apiUrl: string): ApiProxy {
  const agent = new Agent({ keepAlive: true });
  const { hostname, port } = new URL(apiUrl);

  function forward(request: IncomingMessage, response: ServerResponse): void {
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(([name]) => !connectionHeaders.includes(name)),
    );
    const upstream = send({
      agent,
      host: hostname,
      port,
      method: request.method,
      path: request.url,
      // Replaced and not appended: what a client made up ends here.
      headers: { ...headers, 'x-forwarded-for': request.socket.remoteAddress },
    });
    upstream.on('response', (answer) => {
      response.writeHead(
        answer.statusCode ?? 502,
        Object.fromEntries(
          Object.entries(answer.headers).filter(([name]) => !connectionHeaders.includes(name)),
        ),
      );
      // Each event of a stream as it comes.
      response.flushHeaders();
      pipeline(answer, response, () => undefined);
    });
    upstream.on('error', () => {
      if (response.headersSent) response.destroy();
      else unavailable(request, response);
    });
    response.on('close', () => {
      if (!response.writableFinished) upstream.destroy();
    });
    pipeline(request, upstream, () => undefined);
  }

  return { forward, close: () => agent.destroy() };
}

/** Of the form that the API's own errors have. */
function unavailable(request: IncomingMessage, response: ServerResponse): void {
  const requestId = randomUUID();
  const [instance = '/'] = (request.url ?? '/').split('?', 1);
  response
    .writeHead(503, {
      'content-type': 'application/problem+json; charset=utf-8',
      'retry-after': '2',
      'x-request-id': requestId,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    .end(
      JSON.stringify({
        type: '/problems/unavailable',
        code: 'unavailable',
        title: 'Unavailable',
        status: 503,
        detail: 'The service is starting again. Try again in a moment.',
        instance,
        requestId,
      }),
    );
}
