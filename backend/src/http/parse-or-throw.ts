import * as z from 'zod';
import type { ErrorDetail } from '../errors/domain-error.ts';
import { ValidationError } from '../errors/errors.ts';

// zod/mini, which the contract is written in, has no words of its own.
z.config(z.locales.en());

type Schema<Output> = z.core.$ZodType<Output>;

/** Parses or throws {@link ValidationError}; `name` stands before the paths of what is wrong. */
export function parseOrThrow<Output>(schema: Schema<Output>, value: unknown, name?: string): Output {
  const result = z.safeParse(schema, value ?? {});
  if (result.success) return result.data;
  throw new ValidationError(result.error.issues.flatMap((issue) => toDetails(issue, name)));
}

function toDetails(issue: z.core.$ZodIssue, name: string | undefined): ErrorDetail[] {
  const path = name === undefined ? issue.path : [name, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'Unknown field' }));
  }
  return [{ path: path.join('.'), message: issue.message }];
}
