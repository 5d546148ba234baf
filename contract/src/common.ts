/** Building blocks that several schemas share. */
import * as z from 'zod/mini';
import { lengthMessage } from './field-messages.ts';
import { objectionToText } from './visible-text.ts';

export const codePointCount = (text: string): number => Array.from(text).length;

/** Whether a text has `min` to `max` code points. One that is far too long is not read for that. */
export const hasCodePoints = (text: string, min: number, max: number): boolean =>
  text.length <= 2 * max && codePointCount(text) >= min && codePointCount(text) <= max;

/** One line of text for people: `min` to `max` code points after trimming, as `visible-text.ts` wants them. */
export const lineOfText = (min: number, max: number) =>
  z.string().check(
    z.trim(),
    z.normalize('NFC'),
    // What follows looks at each character: of a text that is too long, for nothing.
    z.refine((text) => hasCodePoints(text, min, max), { error: lengthMessage(min, max), abort: true }),
    z.check(({ value, issues }) => {
      const message = objectionToText(value);
      if (message !== undefined) issues.push({ code: 'custom', input: value, message });
    }),
  );

const lineEnds = /\r\n|[\r\v\f\u0085\u2028\u2029]/gu;

/**
 * Lines of text for people: NFC, trimmed, each line ended by LF, tabs as spaces; `min` to `max` code points, and of
 * each character what `visible-text.ts` wants of a line.
 */
export const linesOfText = (min: number, max: number, error = lengthMessage(min, max)) =>
  z.string().check(
    z.overwrite((text) => text.replace(lineEnds, '\n').replaceAll('\t', ' ').trim().normalize('NFC')),
    z.refine((text) => hasCodePoints(text, min, max), { error, abort: true }),
    z.check(({ value, issues }) => {
      const message = objectionToText(value.replaceAll('\n', ' '));
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
/** In hexadecimal digits. */
export const sha256Schema = z.string().check(z.regex(/^[0-9a-f]{64}$/));
/** ISO 8601 in UTC, as `Date.prototype.toISOString` writes it. */
export const timestamp = z.iso.datetime();
