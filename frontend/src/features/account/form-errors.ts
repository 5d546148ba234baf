import type { ApiError, ApiErrorCode } from '@media-feed/contract';

/** What is wrong with a form, by the names of its fields; `form` is for all of it. */
export type FormErrors = Readonly<Partial<Record<string, string>>>;

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What a schema of the contract says of a body. */
export interface BodySchema<Body> {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: Body }
    | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };
}

/** The body in a form's fields, or what is wrong with them. */
export function readFields<Body>(
  schema: BodySchema<Body>,
  fields: FormData,
  names: readonly string[],
): { readonly body: Body } | { readonly errors: FormErrors } {
  const parsed = schema.safeParse(Object.fromEntries(names.map((name) => [name, textOf(fields, name)])));
  return parsed.success ? { body: parsed.data } : { errors: errorsOfIssues(parsed.error.issues) };
}

export const textOf = (fields: FormData, name: string): string => {
  const value = fields.get(name);
  return typeof value === 'string' ? value : '';
};

/** The first message for each field. */
function errorsOfIssues(issues: readonly Issue[]): FormErrors {
  const errors: Record<string, string> = {};
  for (const { path, message } of issues) {
    const field = String(path[0] ?? 'form');
    errors[field] ??= field === 'email' ? 'This is not a complete e-mail address.' : message;
  }
  return errors;
}

/** What the API found wrong with single fields. */
export const fieldErrorsOf = ({ errors }: ApiError): FormErrors =>
  errorsOfIssues(errors.map(({ path, message }) => ({ path: [path], message })));

const unreachable = 'The server could not be reached. Check your connection and try again.';

const formMessages: Partial<Record<ApiErrorCode, string>> = {
  'account-suspended': 'This account is suspended.',
  'too-many-requests': 'Too many tries. Wait a minute, then try again.',
  network: unreachable,
  timeout: unreachable,
  unavailable: unreachable,
};

/** What is wrong with a form by which somebody signs in or up. */
export function signInErrorsOf(error: ApiError): FormErrors {
  if (error.code === 'invalid-credentials') return { password: 'That e-mail and password don’t match.' };
  if (error.code === 'email-taken') {
    return { email: 'Somebody has an account with this e-mail already. Is it you? Sign in instead.' };
  }
  if (error.code === 'validation' && error.errors.length > 0) return fieldErrorsOf(error);
  return { form: formMessages[error.code] ?? 'The server had a problem. Nothing was lost; try again.' };
}
