import type { ProblemCode } from '@media-feed/contract';
import { DomainError, type DomainErrorOptions } from '../errors/domain-error.ts';

export class HandleTakenError extends DomainError {
  readonly code: ProblemCode = 'handle-taken';

  constructor(options?: DomainErrorOptions) {
    super('Somebody has this handle, or one that looks the same.', options);
  }
}

export class EmailTakenError extends DomainError {
  readonly code: ProblemCode = 'email-taken';

  constructor(options?: DomainErrorOptions) {
    super('This e-mail address is already in use.', options);
  }
}
