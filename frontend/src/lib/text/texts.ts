import { createFormats, type Formats } from '../format/formats.ts';
import type * as english from './en.ts';
import type { Language } from './languages.ts';

/** All words of the page in one language, and how that language writes numbers and times. */
export type Texts = ReturnType<typeof english.texts> & {
  readonly language: Language;
  readonly format: Formats;
};

/** A catalogue such as `en.ts`. */
export type Catalogue = Pick<typeof english, 'units' | 'texts'>;

/** `locale` says which region's dates and numbers, such as `en-GB`. */
export function createTexts(language: Language, locale: string, { units, texts }: Catalogue): Texts {
  const format = createFormats(locale, units);
  return { ...texts(format), language, format };
}

/** The text of a code, where there is one of its own. */
export function textFor(table: Readonly<Record<string, string>>, code: string): string | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined;
}
