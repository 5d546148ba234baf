import type * as z from 'zod';
import { ValidationError } from '../errors/errors.ts';
import { parseOrThrow } from './parse-or-throw.ts';

/** Where a page ended, as text that clients hand back and never look into. */
export function encodeCursor(values: object): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** Throws {@link ValidationError} for what {@link encodeCursor} did not make, or made of other values. */
export function decodeCursor<Output>(text: string, schema: z.core.$ZodType<Output>): Output {
  const bad = () => new ValidationError([{ path: 'cursor', message: 'Is not a cursor of this list' }]);
  try {
    return parseOrThrow(schema, JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    throw bad();
  }
}
