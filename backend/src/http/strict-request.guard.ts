import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { ErrorDetail } from '../errors/domain-error.ts';
import { ValidationError } from '../errors/errors.ts';
import { ROUTE_CONTRACT, type RouteContract } from './api-contract.ts';

/** Unknown is 400 also where nothing at all is known: a query or body that the route's contract does not state. */
@Injectable()
export class StrictRequestGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const contract = this.reflector.get<RouteContract | undefined>(ROUTE_CONTRACT, context.getHandler());
    if (!contract) return true;
    const { query, body } = context.switchToHttp().getRequest<FastifyRequest>();
    const unknown = [...(contract.query ? [] : keysOf(query)), ...(contract.body ? [] : keysOf(body))];
    if (unknown.length > 0) throw new ValidationError(unknown);
    return true;
  }
}

function keysOf(given: unknown): ErrorDetail[] {
  if (given === undefined || given === null) return [];
  if (typeof given !== 'object') return [{ path: '', message: 'Must not have a body' }];
  return Object.keys(given).map((path) => ({ path, message: 'Is not known here' }));
}
