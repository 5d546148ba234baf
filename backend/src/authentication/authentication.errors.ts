import type { ProblemCode } from '@media-feed/contract';
import { DomainError } from '../errors/domain-error.ts';

/** The same for an unknown e-mail address and for a wrong password. */
export class InvalidCredentialsError extends DomainError {
  readonly code: ProblemCode = 'invalid-credentials';

  constructor() {
    super('The e-mail address or the password is wrong.');
  }
}

/** No refresh token, one that is unknown, expired, revoked or was used before, or an access token of such a session. */
export class SessionEndedError extends DomainError {
  readonly code: ProblemCode = 'unauthenticated';

  constructor() {
    super('This session has ended. Sign in again.');
  }
}

/** Nobody makes an account here (SIGN_UP=closed). */
export class SignUpClosedError extends DomainError {
  readonly code: ProblemCode = 'sign-up-closed';

  constructor() {
    super('New accounts are not taken here.');
  }
}

/** A sign-up without an invitation where one is needed (SIGN_UP=invitation). */
export class InvitationNeededError extends DomainError {
  readonly code: ProblemCode = 'invitation-needed';

  constructor() {
    super('New accounts need an invitation here. Ask whoever runs this site for one.');
  }
}

/** A link that was used already, has expired, is for something else or was never given out. */
export class LinkInvalidError extends DomainError {
  readonly code: ProblemCode = 'link-invalid';

  constructor() {
    super('This link was used already, has expired, or is not complete.');
  }
}

/** More people sign in at once than there are processors to hash their passwords. */
export class HashingBusyError extends DomainError {
  readonly code: ProblemCode = 'unavailable';

  constructor(retryAfterSeconds: number) {
    super('Too many people are signing in at this moment. Try again soon.', { retryAfterSeconds });
  }
}
