import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { ProblemCode } from '@media-feed/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../errors/domain-error.ts';
import { UnavailableError } from '../errors/errors.ts';
import { isError } from '../errors/is-error.ts';
import { isOutage } from '../errors/outage.ts';
import {
  buildProblem,
  codeOfStatus,
  PROBLEM_CONTENT_TYPE,
  problemKinds,
  UNAVAILABLE_RETRY_SECONDS,
} from './problem.ts';

/** Turns whatever was thrown, by us, Nest or Fastify, into problem details. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}

export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const known = toDomainError(error);
  const code = known?.code ?? frameworkCode(error);
  log(error, code, request);
  if (reply.sent || reply.raw.headersSent) {
    // A stream has begun: the only way left to report an error is to cut it off.
    reply.raw.destroy();
    return;
  }
  const source = { instance: request.url.split('?', 1)[0] ?? '/', requestId: request.id };
  const problem = buildProblem(code, source, {
    ...(known && { detail: known.message }),
    errors: known?.details,
  });
  const retryAfterSeconds =
    known?.retryAfterSeconds ?? (code === 'unavailable' ? UNAVAILABLE_RETRY_SECONDS : undefined);
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  if (code === 'unauthenticated') reply.header('www-authenticate', 'Bearer');
  reply
    .code(problem.status)
    .header('content-type', PROBLEM_CONTENT_TYPE)
    // Also where the route had said otherwise before it failed.
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problem));
}

function toDomainError(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error;
  if (!isOutage(error)) return undefined;
  return new UnavailableError(problemKinds.unavailable.detail, {
    retryAfterSeconds: UNAVAILABLE_RETRY_SECONDS,
    cause: error,
  });
}

/** Nest's exceptions carry `getStatus()`, Fastify's errors and the JSON parser's `statusCode`. */
function frameworkCode(error: unknown): ProblemCode {
  if (error instanceof HttpException) return codeOfStatus(error.getStatus());
  const status = isError(error) ? (error as { statusCode?: unknown }).statusCode : undefined;
  return typeof status === 'number' ? codeOfStatus(status) : 'internal';
}

/** Once for each failure on our side; what clients do wrong is seen in the request's own line. */
function log(error: unknown, code: ProblemCode, request: FastifyRequest): void {
  const line = { err: error, requestId: request.id };
  if (code === 'internal') request.log.error(line, 'Request failed');
  else if (code === 'unavailable') request.log.warn(line, 'Request rejected, service unavailable');
}
