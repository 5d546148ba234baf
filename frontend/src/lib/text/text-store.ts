import { createStore, type ReadableStore } from '@media-feed/uploader';
import * as english from './en.ts';
import { languages, pickLanguage, pickLocale, type Language, type LanguageChoice } from './languages.ts';
import { createTexts, type Catalogue, type Texts } from './texts.ts';

/** The page's words in the language that was chosen. */
export interface TextStore extends ReadableStore<Texts> {
  readonly choice: ReadableStore<LanguageChoice>;
  /** Resolves when the words are there; rejects, and changes nothing, when they cannot be loaded. */
  readonly choose: (choice: LanguageChoice) => Promise<void>;
}

const storageKey = 'media-feed:language';

/** English is part of the page, as what others fall back to; the rest comes when it is needed. */
const load: Record<Language, () => Promise<Catalogue>> = {
  en: () => Promise.resolve(english),
  de: () => import('./de.ts'),
};

function readChoice(): LanguageChoice {
  try {
    const chosen = localStorage.getItem(storageKey);
    return languages.find((language) => language === chosen) ?? 'system';
  } catch {
    return 'system'; // storage is blocked
  }
}

function keepChoice(choice: LanguageChoice): void {
  try {
    if (choice === 'system') localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, choice);
  } catch {
    // Storage is blocked: the choice lasts until the page is closed.
  }
}

/** With what loads its first words. */
export interface StartableTextStore extends TextStore {
  readonly start: () => Promise<void>;
}

/** English until `start` has loaded what was chosen or the browser asks for. */
export function createTextStore(): StartableTextStore {
  const textsOf = (language: Language, catalogue: Catalogue) =>
    createTexts(language, pickLocale(language, navigator.languages), catalogue);
  const store = createStore<Texts>(textsOf('en', english));
  const choice = createStore<LanguageChoice>(readChoice());
  let latest = 0;

  const show = async (wanted: LanguageChoice): Promise<boolean> => {
    const call = (latest += 1);
    const language = pickLanguage(wanted, navigator.languages);
    const catalogue = await load[language]();
    if (call !== latest) return false; // another one was chosen meanwhile
    store.set(textsOf(language, catalogue));
    document.documentElement.lang = language;
    return true;
  };

  return {
    get: store.get,
    subscribe: store.subscribe,
    choice,
    async choose(wanted) {
      const before = choice.get();
      choice.set(wanted); // a click is seen at once
      try {
        if (await show(wanted)) keepChoice(wanted);
      } catch (error) {
        if (choice.get() === wanted) choice.set(before);
        throw error;
      }
    },
    async start() {
      await show(choice.get());
    },
  };
}
