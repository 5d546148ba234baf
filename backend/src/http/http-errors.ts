/** What the HTTP server refuses before any feature sees it. */
import type { ProblemCode } from '@media-feed/contract';
import { DomainError } from '../errors/domain-error.ts';
import { problemKinds } from './problem.ts';

export class MalformedRequestError extends DomainError {
  readonly code: ProblemCode = 'malformed-request';

  constructor() {
    super(problemKinds['malformed-request'].detail);
  }
}

export class MethodNotAllowedError extends DomainError {
  readonly code: ProblemCode = 'method-not-allowed';

  constructor() {
    super(problemKinds['method-not-allowed'].detail);
  }
}
