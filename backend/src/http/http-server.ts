import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import cookie from '@fastify/cookie';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  type ConnectionError,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import { describeClientError } from './client-error.ts';
import { MalformedRequestError, MethodNotAllowedError } from './http-errors.ts';
import { sendProblem } from './problem.filter.ts';
import { rememberRequests } from './request-context.ts';
import { REQUEST_ID_HEADER, requestIdOf } from './request-id.ts';
import { Routes } from './routes.ts';

/** Fastify with our limits, whose every error is problem+json with a request id. */
export function createHttpAdapter(config: Config, logger: Logger): FastifyAdapter {
  const adapter = new FastifyAdapter(serverOptions(config, logger));
  const fastify: FastifyInstance = adapter.getInstance();
  acceptJsonOnly(fastify);
  fastify.addHook('onRequest', (request, reply, done) => {
    setOwnHeaders(request, reply, config);
    done(hasOneHost(request) ? undefined : new MalformedRequestError());
  });
  rememberRequests(fastify);
  refuseWrongMethods(fastify);
  logRequests(fastify);
  answerWhatNodeWouldNot(fastify.server);
  return adapter;
}

function serverOptions(config: Config, logger: Logger) {
  return {
    loggerInstance: logger,
    // `logRequests` writes the one line that each request gets.
    logController: new LogController({ disableRequestLogging: true }),
    schemaController: { compilersFactory },
    // A logger for each request is not needed: the one there is knows for which request it writes.
    childLoggerFactory: (parent: FastifyBaseLogger) => parent,
    genReqId: (request: IncomingMessage) => requestIdOf(request.headers),
    trustProxy: config.trustProxyHops > 0 && ((_address: string, hop: number) => hop < config.trustProxyHops),
    bodyLimit: config.maxBodyBytes,
    requestTimeout: config.requestTimeoutSeconds * 1000,
    keepAliveTimeout: config.keepAliveTimeoutSeconds * 1000,
    // While it closes, a request on a connection that is already open is still answered.
    return503OnClosing: false,
    http: {
      // Looks for those that are late; Node's default of 30 s would make every shorter timeout a lie.
      connectionsCheckingInterval: Math.min(5, config.requestTimeoutSeconds) * 1000,
      headersTimeout: Math.min(20, config.requestTimeoutSeconds) * 1000,
      // Node's own answer to a missing Host has no body; ours follows by `hasOneHost`.
      requireHostHeader: false,
    },
    clientErrorHandler: (error: ConnectionError, socket: Socket) => {
      answerClientError(error, socket);
    },
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      // The router's own errors meet no hook and no plugin.
      setOwnHeaders(request, reply, config);
      setOriginHeaders(request, reply, config);
      sendProblem(error, request, reply);
    },
  };
}

/** Routes say their shapes by zod: the compilers of JSON Schema need not be loaded. */
const compilersFactory = {
  buildValidator: refuseSchema,
  buildSerializer: refuseSchema,
};

function refuseSchema(): never {
  throw new Error('Routes have no JSON schemas here, but calls of the contract: see Serves');
}

/** Cookies and CORS; to be called before the routes are made. */
export async function registerHttpPlugins(app: NestFastifyApplication, config: Config): Promise<void> {
  await app.register(cookie);
  withoutForeignCredentials(app.getHttpAdapter().getInstance());
  app.enableCors({
    origin: [...config.webOrigins],
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'last-event-id', REQUEST_ID_HEADER],
    exposedHeaders: exposedHeaders.split(', '),
    maxAge: 600,
  });
}

/** The CORS plugin allows credentials to every origin, also to those that it does not allow anything else. */
function withoutForeignCredentials(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (!reply.hasHeader('access-control-allow-origin')) {
      reply.removeHeader('access-control-allow-credentials');
    }
    done();
  });
}

/** What pages of the web app may read of an answer. */
const exposedHeaders = `${REQUEST_ID_HEADER}, retry-after`;

/** As the CORS plugin does for every route, from the same list. */
function setOriginHeaders({ headers }: FastifyRequest, reply: FastifyReply, config: Config): void {
  reply.header('vary', 'Origin');
  if (headers.origin === undefined || !config.webOrigins.includes(headers.origin)) return;
  reply
    .header('access-control-allow-origin', headers.origin)
    .header('access-control-allow-credentials', 'true')
    .header('access-control-expose-headers', exposedHeaders);
}

/**
 * Those of OWASP's REST Security Cheat Sheet for answers that are data and never pages. What a page would need
 * besides, `/docs` sets itself; X-Frame-Options and its like say to old browsers what the policy says.
 */
const securityHeaders = {
  'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-site',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/**
 * On every answer, which nobody keeps unless its route says so: most are one person's. HSTS (RFC 6797 §7.2) only over TLS, which ends at a trusted proxy that says so; in production
 * every way in is TLS, whatever the last proxy spoke.
 */
function setOwnHeaders(request: FastifyRequest, reply: FastifyReply, config: Config): void {
  reply.header(REQUEST_ID_HEADER, request.id).headers(securityHeaders).header('cache-control', 'no-store');
  if (config.environment === 'production' || request.protocol === 'https')
    reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
}

/**
 * RFC 9112 §3.2: a request of HTTP/1.1 without Host is answered 400, and so is any with two of them, of which Node would
 * take the first and a proxy maybe the last.
 */
function hasOneHost({ raw }: FastifyRequest): boolean {
  const hosts = raw.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
  return hosts.length === 1 || (hosts.length === 0 && raw.httpVersion !== '1.1');
}

/** An empty body counts as none, whatever its Content-Type: many clients always send one. */
function acceptJsonOnly(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else void parse(request, body.toString(), done);
  });
}

function refuseWrongMethods(fastify: FastifyInstance): void {
  const routes = new Routes();
  fastify.addHook('onRoute', ({ url, method }) => {
    routes.add(url, method);
  });
  // After every `onRequest`, so that its error has the headers of all other answers.
  fastify.addHook('preParsing', (request, reply, payload, done) => {
    const methods = request.is404 ? routes.methodsOf(request.url.split('?', 1)[0] ?? '') : [];
    if (methods.length > 0) {
      reply.header('allow', methods.join(', '));
      done(new MethodNotAllowedError());
    } else done(null, payload);
  });
}

/** One line a request: no query, no address, no header, and no path that is not one of ours. */
function logRequests(fastify: FastifyInstance): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    // Fastify makes the options anew each time that they are asked for.
    const { url: route } = request.routeOptions;
    const known = !request.is404 && route !== '*';
    const line = {
      requestId: request.id,
      method: request.method,
      ...(known && { route, params: request.params }),
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime * 10) / 10,
    };
    if (isRoutine(request.method, route)) request.log.debug(line, 'Request answered');
    else request.log.info(line, 'Request answered');
    done();
  });
}

/** Asked by machines every few seconds. */
function isRoutine(method: string, route = ''): boolean {
  return method === 'OPTIONS' || route.startsWith('/health/') || route === '/metrics';
}

/** Node by itself answers an unknown Expect without a body, and drops a CONNECT without a word. */
function answerWhatNodeWouldNot(server: Server): void {
  // RFC 9110 §10.1.1: a server may ignore an expectation that it does not know.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  server.on('connect', (_request, socket) => socket.end(describeClientError(undefined)));
}

/** What Node's parser refused never becomes a request: the answer is written to the socket by hand. */
function answerClientError(error: ConnectionError, socket: Socket): void {
  const busy = (socket as Socket & { _httpMessage?: { headersSent: boolean } })._httpMessage?.headersSent;
  if (socket.destroyed || !socket.writable || error.code === 'ECONNRESET' || busy) {
    socket.destroy();
    return;
  }
  socket.end(describeClientError(error.code));
}
