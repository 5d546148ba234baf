import type { ProblemCode } from '@media-feed/contract';
import { DomainError } from '../errors/domain-error.ts';

export class UnsupportedMediaTypeError extends DomainError {
  readonly code: ProblemCode = 'unsupported-media-type';
}

export class FileTooLargeError extends DomainError {
  readonly code: ProblemCode = 'file-too-large';
}

export class TooManyUnfinishedUploadsError extends DomainError {
  readonly code: ProblemCode = 'too-many-unfinished-uploads';
}

/** As many uploads as a day allows. */
export class UploadsQuotaError extends DomainError {
  readonly code: ProblemCode = 'uploads-quota';
}

/** As many bytes as a day allows. */
export class BytesQuotaError extends DomainError {
  readonly code: ProblemCode = 'bytes-quota';
}

/** As much time as an hour allows was worked on what they sent. */
export class ProcessingQuotaError extends DomainError {
  readonly code: ProblemCode = 'processing-quota';
}

/** What storage holds, or what became of the upload meanwhile, does not allow the call. */
export class UploadConflictError extends DomainError {
  readonly code: ProblemCode = 'upload-conflict';
}

/** Where EMAIL_VERIFICATION asks for it. */
export class EmailUnverifiedError extends DomainError {
  readonly code: ProblemCode = 'email-unverified';

  constructor() {
    super('Confirm your e-mail address first, by the link that you were sent.');
  }
}

/** An operator has switched uploads off. */
export class UploadsOffError extends DomainError {
  readonly code: ProblemCode = 'uploads-off';

  constructor() {
    super('Uploads are switched off for now. Everything else goes on; try again later.', {
      retryAfterSeconds: 300,
    });
  }
}
