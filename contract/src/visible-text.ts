/** What a line of text for people may look like: that it shows, that it does not reorder, that it stays on its line. */

import { fieldMessages } from './field-messages.ts';

/** Control characters (Unicode Cc) and lone surrogates, which PostgreSQL and UTF-8 cannot hold. */
const unprintable = /[\p{Cc}\p{Cs}]/u;

/** They turn round what stands beside them, on the page too (UAX #9; CVE-2021-42574). */
const reordering = /\p{Bidi_Control}/u;

/** Letters, digits, punctuation and symbols, but for those that are drawn as nothing: braille's blank and the null notehead. */
const visible = /(?![\p{Default_Ignorable_Code_Point}\u{2800}\u{1D159}])[\p{L}\p{N}\p{P}\p{S}]/u;

/** Stacked accents grow over the lines around. A flag is drawn by six tags; no language stacks more marks. */
const stacked = /[\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}]{7}/u;

/**
 * Drawn as nothing, so that two names look alike. Left are what joins letters and emoji (ZWNJ, ZWJ), and what chooses
 * among their shapes (variation selectors, tags of flags).
 */
const invisible =
  /(?!\u200C|\u200D|\p{Variation_Selector}|[\u{E0020}-\u{E007F}])[\p{Default_Ignorable_Code_Point}\u{2800}\u{1D159}]/u;

/** What is wrong with a line of text; `undefined` for nothing, and for the empty line. */
export function objectionToText(text: string): string | undefined {
  if (unprintable.test(text)) return fieldMessages.controlCharacters;
  if (reordering.test(text)) return fieldMessages.reordersText;
  if (stacked.test(text)) return fieldMessages.stacksAccents;
  if (text !== '' && !visible.test(text)) return fieldMessages.nothingVisible;
  return undefined;
}

export const hasInvisible = (text: string): boolean => invisible.test(text);

/** The same text without what {@link objectionToText} objects to; empty where nothing is left to see. */
export function cleanText(text: string): string {
  const clean = text
    .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
    .replace(/\p{Bidi_Control}/gu, '')
    .replace(
      /([\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}]{6})[\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}]+/gu,
      '$1',
    );
  return visible.test(clean) ? clean : '';
}

/** Scripts written from right to left, their digits and signs included (UAX #9: R, AL and AN): U+0590 to U+08FF and what is theirs beyond. */
const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFF\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/**
 * What somebody has chosen, to be put into a sentence that runs from left to right: where letters of it run the other
 * way they stay among themselves (FSI … PDI), so that no number or name beside them changes its place. Any other text
 * comes back as it is.
 */
export const isolate = (text: string): string => (rightToLeft.test(text) ? `\u2068${text}\u2069` : text);
