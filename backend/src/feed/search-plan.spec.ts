import { describe, expect, it } from '@jest/globals';
import { type CountedTerm, isOneSlipApart, planSearch } from './search-plan.ts';
import { readTerms } from './search-terms.ts';

const plain = (word: string, items: number): CountedTerm => ({
  text: word,
  excluded: false,
  phrase: false,
  open: false,
  words: [{ word, items, begun: null }],
});
const million = 1_000_000;
const plan = (...terms: CountedTerm[]) => planSearch(terms, million, 21);

describe('the terms of a search', () => {
  it.each([
    ['one two', ['one', 'two…']],
    ['one -two', ['one', '-two']],
    ['"one two" three', ['"one two"', 'three…']],
    ['-„one two“', ['-"one two"']],
    ['a"b c', ['a', '"b c"']],
    ['- --a', ['-', '--a']],
    ['', []],
  ])('of %j', (asked, terms) => {
    expect(
      readTerms(asked).map(({ text, excluded, phrase, open }) =>
        [excluded ? '-' : '', phrase ? `"${text}"` : text, open ? '…' : ''].join(''),
      ),
    ).toEqual(terms);
  });
});

describe('the plan of a search', () => {
  const isIndexed = (...terms: CountedTerm[]) => plan(...terms)?.indexed !== undefined;

  it('takes the index for what is rare, and walks for what is common', () => {
    expect(isIndexed(plain('rare', 40))).toBe(true);
    expect(isIndexed(plain('common', 300_000))).toBe(false);
    expect(isIndexed(plain('common', 300_000), plain('rare', 40))).toBe(true);
    expect(isIndexed(plain('half', 500_000), plain('other', 500_000))).toBe(false);
    expect(isIndexed(plain('none', 0))).toBe(true);
  });

  it('walks for what is only left out, and leaves beginnings of many words to whoever looks at the rows', () => {
    expect(plan({ ...plain('a', 3), excluded: true })).toEqual({ query: `!('a')`, indexed: undefined });
    const many = { word: 'a', items: 1, begun: { items: 300_000, words: 1_000 } };
    const beginning = { ...plain('a', 1), open: true, words: [many] };
    expect(plan(beginning)).toEqual({ query: `('a':*)`, indexed: undefined });
    expect(plan(plain('rare', 40), beginning)).toEqual({ query: `('rare') & ('a':*)`, indexed: `('rare')` });
  });

  it('writes phrases, pairs and what was meant', () => {
    const word = (text: string) => ({ word: text, items: 1, begun: null });
    expect(plan({ ...plain('', 0), phrase: true, words: [word('a'), word('b')] })?.query).toBe(
      `('a' <-> 'b')`,
    );
    expect(plan({ ...plain('', 0), words: [word('海')] })?.query).toBe(`('海':*)`);
    const meant = [
      { word: 'sea', items: 2 },
      { word: 'see', items: 1 },
    ];
    expect(plan({ ...plain('', 0), words: [{ ...word('sae'), meant }] })?.query).toBe(`(('sea' | 'see'))`);
  });

  it('is none where there is no word', () => {
    expect(plan({ ...plain('', 0), words: [] })).toBeUndefined();
    expect(plan()).toBeUndefined();
  });
});

describe('a slip', () => {
  it.each([
    ['door', 'doors'],
    ['door', 'dor'],
    ['door', 'dorr'],
    ['door', 'odor'],
    ['mountian', 'mountain'],
    ['same', 'same'],
  ])('lies between %s and %s', (one, other) => {
    expect([isOneSlipApart(one, other), isOneSlipApart(other, one)]).toEqual([true, true]);
  });

  it.each([
    ['door', 'dorm'],
    ['door', 'dr'],
    ['abcd', 'badc'],
  ])('does not lie between %s and %s', (one, other) => {
    expect(isOneSlipApart(one, other)).toBe(false);
  });
});
