import type { ProblemCode } from '@media-feed/contract';
import { DomainError } from '../errors/domain-error.ts';

/** What an operator asked for cannot be done; the message is a sentence for the terminal. */
export class ModerationError extends Error {}

/** No operator removed the item, or it was too long ago; the message says which. */
export class NotRestorableError extends DomainError {
  readonly code: ProblemCode = 'not-restorable';
}

/** There is no removal to answer, or no longer, or it was answered. */
export class NotAppealableError extends DomainError {
  readonly code: ProblemCode = 'not-appealable';

  constructor() {
    super('No operator removed this item, it was more than 30 days ago, or you have answered before.');
  }
}

/** Somebody else has the case, nobody has, or it is decided. */
export class CaseConflictError extends DomainError {
  readonly code: ProblemCode = 'case-conflict';

  constructor() {
    super('Somebody else works on this case, it is decided, or you have not taken it on.');
  }
}
