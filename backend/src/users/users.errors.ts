import type { ProblemCode } from '@media-feed/contract';
import { DomainError, type DomainErrorOptions } from '../errors/domain-error.ts';

export class EmailTakenError extends DomainError {
  readonly code: ProblemCode = 'email-taken';

  constructor(options?: DomainErrorOptions) {
    super('This e-mail address is already in use.', options);
  }
}
