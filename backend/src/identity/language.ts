import { type Language, languages } from '@media-feed/contract';

/** The first that a browser asks for and that there is (RFC 9110 §12.5.4); browsers name the most wanted first. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '').slice(0, 200).split(',');
  const primary = wanted.map((range) => range.trim().split(/[-;]/, 1)[0]?.toLowerCase());
  return primary.map((name) => languages.find((known) => known === name)).find(Boolean) ?? 'en';
}
