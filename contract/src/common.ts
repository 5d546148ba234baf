/** Building blocks that several schemas share. */
import * as z from 'zod/mini';
import { fieldMessages, lengthMessage } from './field-messages.ts';

export const codePointCount = (text: string): number => Array.from(text).length;

/** Control characters (Unicode Cc) and lone surrogates, which PostgreSQL and UTF-8 cannot hold. */
const unprintable = /[\p{Cc}\p{Cs}]/u;

/** One line of text for people: `min` to `max` code points after trimming, no control characters. */
export const lineOfText = (min: number, max: number) =>
  z.string().check(
    z.trim(),
    z.normalize('NFC'),
    z.refine((text) => codePointCount(text) >= min && codePointCount(text) <= max, {
      error: lengthMessage(min, max),
    }),
    z.refine((text) => !unprintable.test(text), { error: fieldMessages.controlCharacters }),
  );

/** A whole number in a query string; anything else than plain digits is refused. */
export const integerParameter = (min: number, max: number) => {
  const schema = z.pipe(
    z.string().check(z.regex(/^\d{1,10}$/, { error: 'Must be a whole number' })),
    z.pipe(
      z.transform((digits: string) => Number(digits)),
      z.int().check(z.gte(min), z.lte(max)),
    ),
  );
  z.globalRegistry.add(schema, { type: 'integer', minimum: min, maximum: max });
  return schema;
};

export const uuid = z.uuid();
/** ISO 8601 in UTC, as `Date.prototype.toISOString` writes it. */
export const timestamp = z.iso.datetime();
