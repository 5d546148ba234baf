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

/** What storage holds, or what became of the upload meanwhile, does not allow the call. */
export class UploadConflictError extends DomainError {
  readonly code: ProblemCode = 'upload-conflict';
}
