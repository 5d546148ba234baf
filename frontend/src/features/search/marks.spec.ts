import { describe, expect, it } from '@jest/globals';
import { fromFirstMatch, markMatches } from './marks.ts';

const marked = (text: string, q: string) =>
  markMatches(text, q)
    .map(({ text: piece, isMatch }) => (isMatch ? `[${piece}]` : piece))
    .join('');

describe('what is marked of a text', () => {
  it.each([
    ['sea', 'By the Sea, seaside', 'By the [Sea], [seaside]'],
    ['CAFE', 'Ein Café', 'Ein [Café]'],
    ['strasse', 'Die Straße', 'Die [Straße]'],
    ['"by the" sea', 'by the sea', '[by] [the] [sea]'],
    ['sea -dog -"by the"', 'dog by the sea', 'dog by the [sea]'],
    ['#sea', 'at the #sea', 'at the #[sea]'],
    ['京都', '東京都の海', '東[京都]の海'],
    ['montain', 'the mountain', 'the [mountain]'],
    ['moutnain', 'the mountain', 'the [mountain]'],
    ['mountain', 'a mountain, a montain', 'a [mountain], a montain'],
    ['cat', 'a car', 'a car'],
    ['sea sea', 'sea', '[sea]'],
    ["%_\\ ' & !", '%_\\ & <b>', '%_\\ & <b>'],
    ['', 'sea', 'sea'],
  ])('for %j', (q, text, expected) => {
    expect(marked(text, q)).toBe(expected);
  });

  it('begins shortly before the first match', () => {
    const pieces = fromFirstMatch(markMatches(`${'a '.repeat(200)}sea and`, 'sea'));
    expect(pieces.map(({ text }) => text)).toEqual([`… ${'a '.repeat(30)}`, 'sea', ' and']);
    const near = markMatches('by the sea', 'sea');
    expect(fromFirstMatch(near)).toBe(near);
  });
});
