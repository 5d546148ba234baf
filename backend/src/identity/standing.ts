import { AccountLeavingError, AccountSuspendedError, UnauthenticatedError } from '../errors/errors.ts';
import type { DomainError } from '../errors/domain-error.ts';

/** Why an account may change nothing: suspended by an operator, about to be deleted by its owner, or not there any more. */
export type Barred = 'suspended' | 'leaving' | 'gone';

/** An SQL expression of `users` under that alias, on a left join: {@link Barred}, or null for everybody else. */
export const barredSql = (u: string) => `
  CASE WHEN ${u}.id IS NULL THEN 'gone' WHEN ${u}.suspended_at IS NOT NULL THEN 'suspended'
    WHEN ${u}.deletes_at IS NOT NULL THEN 'leaving' END`;

export function barredError(why: Barred): DomainError {
  switch (why) {
    case 'suspended':
      return new AccountSuspendedError();
    case 'leaving':
      return new AccountLeavingError();
    case 'gone':
      return new UnauthenticatedError('This account no longer exists.');
  }
}
