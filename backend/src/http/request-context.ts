import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyInstance } from 'fastify';

/** What services may want to know of the request that they work for. The address goes nowhere but by its hash. */
export interface RequestContext {
  readonly requestId: string;
  /** The client's true address. */
  readonly address: string;
  readonly userAgent: string | undefined;
  readonly acceptLanguage: string | undefined;
}

const contexts = new AsyncLocalStorage<RequestContext>();

/** Undefined outside requests, as in the consumer. */
export const currentRequest = (): RequestContext | undefined => contexts.getStore();

/** After the body was read: what reading it awaits forgets in which request it was. */
export function rememberRequests(fastify: FastifyInstance): void {
  fastify.addHook('preValidation', (request, _reply, done) => {
    const { id: requestId, ip: address, headers } = request;
    const { 'user-agent': userAgent, 'accept-language': acceptLanguage } = headers;
    contexts.run({ requestId, address, userAgent, acceptLanguage }, done);
  });
}
