/** What somebody asks for, cut into its terms; no words yet, which PostgreSQL makes of them (`search_words`). */
export interface SearchTerm {
  readonly text: string;
  /** `-word`: what has it is not wanted. */
  readonly excluded: boolean;
  /** In quotes: the words one behind another. */
  readonly phrase: boolean;
  /** The last one may be typed only by half. */
  readonly open: boolean;
}

const quotes = /[“”„«»〝〞「」]/gu;
const term = /(?<minus>-?)(?:"(?<phrase>[^"]*)"?|(?<word>[^\s"]+))/gu;

/** `one "two three" -four`, in whatever kind of quotes; any text is a search. */
export function readTerms(asked: string): SearchTerm[] {
  const found = [...asked.replace(quotes, '"').matchAll(term)].map(({ groups = {} }) => ({
    text: groups.phrase ?? groups.word ?? '',
    excluded: groups.minus === '-',
    phrase: groups.phrase !== undefined,
  }));
  return found.map((one, index) => ({
    ...one,
    open: index === found.length - 1 && !one.excluded && !one.phrase,
  }));
}
