/** Building blocks that several schemas share. */
import * as z from 'zod/mini';
import { lengthMessage } from './field-messages.ts';
import { objectionToText } from './visible-text.ts';

export const codePointCount = (text: string): number => Array.from(text).length;

/** One line of text for people: `min` to `max` code points after trimming, as `visible-text.ts` wants them. */
export const lineOfText = (min: number, max: number) =>
  z.string().check(
    z.trim(),
    z.normalize('NFC'),
    z.refine((text) => codePointCount(text) >= min && codePointCount(text) <= max, {
      error: lengthMessage(min, max),
    }),
    z.check(({ value, issues }) => {
      const message = objectionToText(value);
      if (message !== undefined) issues.push({ code: 'custom', input: value, message });
    }),
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

/** In lower case: one id has one spelling, in storage's keys too. */
export const uuid = z.uuid().check(z.toLowerCase());
/** ISO 8601 in UTC, as `Date.prototype.toISOString` writes it. */
export const timestamp = z.iso.datetime();
