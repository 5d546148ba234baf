import type { ProblemCode } from '@media-feed/contract';
import { DomainError } from '../errors/domain-error.ts';

/** Names what the program needs and cannot reach. */
export class NotReadyError extends DomainError {
  readonly code: ProblemCode = 'unavailable';

  constructor(down: readonly string[]) {
    super(`Not ready: ${down.join(', ')}.`, {
      details: down.map((path) => ({ path, message: 'Cannot be reached' })),
      retryAfterSeconds: 2,
    });
  }
}

/** Goes on serving what still comes, and wants no more. */
export class StoppingError extends DomainError {
  readonly code: ProblemCode = 'unavailable';

  constructor() {
    super('Not ready: this instance is stopping.', { retryAfterSeconds: 1 });
  }
}
