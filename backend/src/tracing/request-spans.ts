import { context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { parseTraceparent, TRACEPARENT } from '@media-feed/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Tracing } from './tracing.ts';

/** One span a request, under the caller's own where its `traceparent` names one. */
export function traceRequests(fastify: FastifyInstance, tracing: Tracing): void {
  const spans = new WeakMap<FastifyRequest, Span>();
  fastify.addHook('onRequest', (request, _reply, done) => {
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
    const given = request.headers[TRACEPARENT];
    const parent = tracing.contextOf(parseTraceparent(typeof given === 'string' ? given : undefined));
    const attributes = {
      'http.request.method': request.method,
      'http.route': route,
      'media_feed.request_id': request.id,
    };
    const options = { kind: SpanKind.SERVER, attributes };
    spans.set(request, tracing.tracer.startSpan(`${request.method} ${route}`, options, parent));
    done();
  });
  // After the body was read: what reading it awaits forgets in which request it was.
  fastify.addHook('preValidation', (request, _reply, done) => {
    const span = spans.get(request);
    if (span) context.with(trace.setSpan(context.active(), span), done);
    else done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const span = spans.get(request);
    span?.setAttribute('http.response.status_code', reply.statusCode);
    if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
    done();
  });
}
