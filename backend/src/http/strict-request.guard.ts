import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Call } from '@media-feed/contract';
import type { FastifyRequest } from 'fastify';
import type { ErrorDetail } from '../errors/domain-error.ts';
import { ValidationError } from '../errors/errors.ts';
import { SERVED_CALL } from './serves.ts';

/** Unknown is 400 also where nothing at all is known: a query or body that the call of the contract does not have. */
@Injectable()
export class StrictRequestGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const call = this.reflector.get<Call | undefined>(SERVED_CALL, context.getHandler());
    if (!call) return true;
    const { query, body } = context.switchToHttp().getRequest<FastifyRequest>();
    const unknown = [...(call.query ? [] : keysOf(query)), ...(call.body ? [] : keysOf(body))];
    if (unknown.length > 0) throw new ValidationError(unknown);
    return true;
  }
}

function keysOf(given: unknown): ErrorDetail[] {
  if (given === undefined || given === null) return [];
  if (typeof given !== 'object') return [{ path: '', message: 'Must not have a body' }];
  return Object.keys(given).map((path) => ({ path, message: 'Unknown field' }));
}
