import type { SearchTerm } from './search-terms.ts';

/** A word of a term, with how many items have it. */
export interface CountedWord {
  readonly word: string;
  readonly items: number;
  /** Of an open term: items of all words that begin so, at most of {@link maxPrefixWords}, one counted for each of its words. */
  readonly begun: { readonly items: number; readonly words: number } | null;
  /** What was meant, where no item has the word. */
  readonly meant?: readonly Pick<CountedWord, 'word' | 'items'>[];
}

export interface CountedTerm extends SearchTerm {
  readonly words: readonly CountedWord[];
}

/** Words that begin alike and are counted; a beginning of more is a walk's, however many items those have. */
export const maxPrefixWords = 1_000;

interface SearchPlan {
  /** A `tsquery`; its words are letters and digits alone. */
  readonly query: string;
  /** What the inverted index is asked for, of which the rest is left out; `undefined` where walking is cheaper. */
  readonly indexed: string | undefined;
}

/** What a step costs beside the others, estimated and not yet measured at a million items: a row of the walk, an entry of the index, a row found by it. */
const cost = { walked: 4, entry: 0.1, found: 6 };

/**
 * How to search: items that have all words stand one in `1 / share` rows of the feed, if words do not depend on one another;
 * the inverted index reads an entry for each item that has one of the words. `undefined` where there is no word.
 *
 * @param items of the whole feed
 * @param wanted rows of a page
 */
export function planSearch(
  terms: readonly CountedTerm[],
  items: number,
  wanted: number,
): SearchPlan | undefined {
  const asked = terms.filter(({ words }) => words.length > 0);
  if (asked.length === 0) return undefined;
  const query = asked.map(queryOf).join(' & ');
  // What has none of the words is not in the index, and what begins many words is all over it.
  const positive = asked.filter(({ excluded }) => !excluded);
  const indexed = positive.filter(({ words }) => words.every(({ begun }) => begun?.words !== maxPrefixWords));
  const counts = indexed.flatMap(({ words }) => words.map(countOf));
  const entries = counts.reduce((sum, count) => sum + count, 0);
  const byIndex = cost.entry * entries + cost.found * items * shareOf(counts, items);
  const all = positive.flatMap(({ words }) => words.map(countOf));
  const walked = Math.min(items, wanted / shareOf(all, items));
  const isCheaper = counts.length > 0 && byIndex <= cost.walked * walked;
  return { query, indexed: isCheaper ? indexed.map(queryOf).join(' & ') : undefined };
}

const shareOf = (counts: readonly number[], items: number): number =>
  counts.reduce((share, count) => share * Math.min(1, count / Math.max(items, 1)), 1);

const countOf = ({ items, begun, meant }: CountedWord): number =>
  meant ? meant.reduce((sum, { items: each }) => sum + each, 0) : Math.max(items, begun?.items ?? 0);

function queryOf({ words, excluded, phrase, open }: CountedTerm): string {
  const lexemes = words.map(({ word, meant }, index) => {
    if (meant) return `(${meant.map((each) => `'${each.word}'`).join(' | ')})`;
    const isBeginning = (open && index === words.length - 1) || isPair(word, 1);
    return `'${word}'${isBeginning ? ':*' : ''}`;
  });
  return `${excluded ? '!' : ''}(${lexemes.join(phrase ? ' <-> ' : ' & ')})`;
}

/** Of a script without spaces, of which two letters are a word and one begins it. */
const isPair = (word: string, letters: number) =>
  Array.from(word).length === letters &&
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Myanmar}\p{Script=Khmer}]/u.test(
    word,
  );

/** Whether one letter was left out, added, changed or changed places with its neighbour. */
export function isOneSlipApart(one: string, other: string): boolean {
  const [a, b] = [Array.from(one), Array.from(other)];
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && left.toReversed().join('') === right.join('');
}
