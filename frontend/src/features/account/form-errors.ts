import type { ApiError, ApiErrorCode } from '@media-feed/contract';

/** What is wrong with a sign-in or sign-up form, at which field; `form` is for all of it. */
export interface FormErrors {
  readonly email?: string | undefined;
  readonly password?: string | undefined;
  readonly confirmPassword?: string | undefined;
  readonly form?: string | undefined;
}

const unreachable = 'The server could not be reached. Check your connection and try again.';

const formMessages: Partial<Record<ApiErrorCode, string>> = {
  'too-many-requests': 'Too many tries. Wait a minute, then try again.',
  network: unreachable,
  timeout: unreachable,
  unavailable: unreachable,
};

export function errorsOf(error: ApiError): FormErrors {
  if (error.code === 'invalid-credentials') return { password: 'That e-mail and password don’t match.' };
  if (error.code === 'email-taken') {
    return { email: 'Somebody has an account with this e-mail already. Is it you? Sign in instead.' };
  }
  if (error.code === 'validation' && error.errors.length > 0) {
    return errorsOfIssues(error.errors.map(({ path, message }) => ({ path: [path], message })));
  }
  return { form: formMessages[error.code] ?? 'The server had a problem. Nothing was lost; try again.' };
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
