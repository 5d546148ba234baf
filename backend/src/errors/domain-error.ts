import type { ProblemCode } from '@media-feed/contract';

/** What is wrong with one place of the request; `path` is dotted, such as `parts.0.etag`. */
export interface ErrorDetail {
  readonly path: string;
  readonly message: string;
}

export interface DomainErrorOptions {
  readonly details?: readonly ErrorDetail[];
  /** After this time the same call may succeed. */
  readonly retryAfterSeconds?: number;
  /** For the log only; never reaches a client. */
  readonly cause?: unknown;
}

/**
 * What a service throws when it says no. `message` is a sentence for the client. Knows nothing of HTTP: the
 * problem filter turns the code into a status.
 */
export abstract class DomainError extends Error {
  abstract readonly code: ProblemCode;
  readonly details: readonly ErrorDetail[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, { details, retryAfterSeconds, cause }: DomainErrorOptions = {}) {
    super(message, { cause });
    this.name = new.target.name;
    this.details = details;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
