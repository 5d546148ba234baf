/** The languages of the web app, with the names that their speakers know. */
export const languageNames = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languageNames;
export const languages = Object.keys(languageNames) as Language[];

/** What a person can choose; `system` is what the browser asks for. */
export type LanguageChoice = Language | 'system';

const languageOf = (locale: string): Language | undefined =>
  languages.find((language) => new RegExp(`^${language}(-|$)`, 'i').test(locale));

/** The language that is chosen, or the first of the browser's that there is. */
export function pickLanguage(choice: LanguageChoice, preferred: readonly string[]): Language {
  if (choice !== 'system') return choice;
  return preferred.map(languageOf).find((language) => language !== undefined) ?? 'en';
}

/** The region whose dates and numbers go with a language: the browser's where it names one, as in `en-GB`. */
export function pickLocale(language: Language, preferred: readonly string[]): string {
  return preferred.find((locale) => languageOf(locale) === language) ?? language;
}
