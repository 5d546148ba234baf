/** Errors that more than one feature throws. A feature's own cases live with the feature. */
import type { ProblemCode } from '@media-feed/contract';
import { DomainError, type ErrorDetail } from './domain-error.ts';

export class ValidationError extends DomainError {
  readonly code: ProblemCode = 'validation';

  constructor(details: readonly ErrorDetail[]) {
    super('The request is not valid.', { details });
  }
}

export class NotFoundError extends DomainError {
  readonly code: ProblemCode = 'not-found';
}

export class ForbiddenError extends DomainError {
  readonly code: ProblemCode = 'forbidden';
}

export class UnauthenticatedError extends DomainError {
  readonly code: ProblemCode = 'unauthenticated';
}

/** The caller is who they say, and an operator has suspended their account. */
export class AccountSuspendedError extends DomainError {
  readonly code: ProblemCode = 'account-suspended';

  constructor() {
    super('This account is suspended.');
  }
}

/** The caller deletes their account, and may restore it until it is gone. */
export class AccountLeavingError extends DomainError {
  readonly code: ProblemCode = 'account-leaving';

  constructor() {
    super('This account is being deleted. Until then it can be restored, and nothing else.');
  }
}

export class TooManyRequestsError extends DomainError {
  readonly code: ProblemCode = 'too-many-requests';

  constructor(retryAfterSeconds: number) {
    super('Too many requests. Try again later.', { retryAfterSeconds });
  }
}

/** Something that the answer needs is unavailable or overloaded; the caller may try again. */
export class UnavailableError extends DomainError {
  readonly code: ProblemCode = 'unavailable';
}
