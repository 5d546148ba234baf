import type { ApiError } from '../lib/api-client/api-error.ts';

/** What is wrong with a sign-in or sign-up form, at which field; `form` is for all of it. */
export interface FormErrors {
  readonly email?: string | undefined;
  readonly password?: string | undefined;
  readonly confirmPassword?: string | undefined;
  readonly form?: string | undefined;
}

export function errorsOf(error: ApiError): FormErrors {
  switch (error.code) {
    case 'invalid-credentials':
      return { password: 'That e-mail and password don’t match.' };
    case 'email-taken':
      return { email: 'Somebody has an account with this e-mail already. Is it you? Sign in instead.' };
    case 'validation':
      return {
        email: error.messageFor('email') && 'This is not a complete e-mail address.',
        password: error.messageFor('password'),
        confirmPassword: error.messageFor('confirmPassword'),
        form: error.errors.length === 0 ? error.detail : undefined,
      };
    case 'too-many-requests':
      return { form: 'Too many tries. Wait a minute, then try again.' };
    case 'network':
    case 'timeout':
    case 'unavailable':
      return { form: 'The server could not be reached. Check your connection and try again.' };
    default:
      return { form: 'The server had a problem. Nothing was lost; try again.' };
  }
}

/** The first message for each field, from a contract schema's issues. */
export function errorsOfIssues(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): FormErrors {
  const errors: Record<string, string> = {};
  for (const { path, message } of issues) {
    const field = String(path[0] ?? 'form');
    errors[field] ??= field === 'email' ? 'This is not a complete e-mail address.' : message;
  }
  return errors;
}
