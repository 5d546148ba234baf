/** What is worth remembering when somebody asks who got in, and how. */
type SecurityEventKind =
  | 'signed-up'
  | 'signed-in'
  | 'sign-in-failed'
  | 'signed-out'
  | 'refresh-token-reused'
  | 'password-changed'
  | 'password-change-failed'
  | 'password-check-failed'
  | 'account-leaving'
  | 'account-restored'
  | 'account-deleted'
  | 'email-verified'
  | 'email-changed'
  | 'email-change-undone'
  | 'password-reset-requested'
  | 'password-reset'
  | 'session-revoked'
  | 'media-deleted'
  | 'media-removed'
  | 'media-restored'
  | 'account-suspended'
  | 'rate-limited'
  | 'origin-refused';

export interface SecurityEvent {
  readonly kind: SecurityEventKind;
  readonly userId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly mediaId?: string | undefined;
  /** The e-mail address that was tried where no user is known; kept by its hash. */
  readonly account?: string | undefined;
  /** Such as the name of the rule that refused. Never anybody's words. */
  readonly detail?: string | undefined;
}
