import { fieldMessageOf, type ApiError } from '@media-feed/contract';
import { textFor, type Texts } from '../../lib/text/texts.ts';

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
  t: Texts,
  schema: BodySchema<Body>,
  fields: FormData,
  names: readonly string[],
): { readonly body: Body } | { readonly errors: FormErrors } {
  return readBody(t, schema, Object.fromEntries(names.map((name) => [name, textOf(fields, name)])));
}

/** The same of what a form's fields were made into. */
export function readBody<Body>(
  t: Texts,
  schema: BodySchema<Body>,
  body: unknown,
): { readonly body: Body } | { readonly errors: FormErrors } {
  const parsed = schema.safeParse(body);
  return parsed.success ? { body: parsed.data } : { errors: errorsOfIssues(parsed.error.issues, t) };
}

export const textOf = (fields: FormData, name: string): string => {
  const value = fields.get(name);
  return typeof value === 'string' ? value : '';
};

/** The first message for each field: our own, or what the API has of a rule that this page does not know. */
function errorsOfIssues(issues: readonly Issue[], t: Texts): FormErrors {
  const { fields } = t.account.errors;
  const errors: Record<string, string> = {};
  for (const { path, message } of issues) {
    const field = String(path[0] ?? 'form');
    const known = field === 'email' ? 'emailInvalid' : fieldMessageOf(message);
    errors[field] ??= known ? fields[known] : message;
  }
  return errors;
}

/** What the API found wrong with single fields. */
export const fieldErrorsOf = ({ errors }: ApiError, t: Texts): FormErrors =>
  errorsOfIssues(
    errors.map(({ path, message }) => ({ path: [path], message })),
    t,
  );

/** What is wrong with a form by which somebody signs in or up. */
export function signInErrorsOf(error: ApiError, t: Texts): FormErrors {
  const { errors } = t.account;
  if (error.code === 'invalid-credentials') return { password: errors.credentials };
  if (error.code === 'email-taken') return { email: errors.emailTaken };
  if (error.code === 'validation' && error.errors.length > 0) return fieldErrorsOf(error, t);
  return { form: textFor(errors.codes, error.code) ?? errors.other };
}
