import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseCaption } from '@media-feed/contract';
import { completeTag, tagAtCaret } from './tag-at-caret.ts';

/** The caret stands at the bar. */
const at = (text: string) => tagAtCaret(text.replace('|', ''), text.indexOf('|'));

describe('the tag at the caret', () => {
  it.each([
    ['#su|', { begun: 'su', start: 1 }],
    ['By the #se|', { begun: 'se', start: 8 }],
    ['#a\n#b2|, and more', { begun: 'b2', start: 4 }],
    ['#Grüße_aus|', { begun: 'Grüße_aus', start: 1 }],
  ])('of %j is %j', (text, tag) => {
    expect(at(text)).toEqual(tag);
  });

  it.each(['', '#|', '#20|', 'sea|', 'a#sea|', '#sea |', '#se|aside', 'https://a.org/#sea|', '|#sea'])(
    'is none in %j',
    (text) => {
      expect(at(text)).toBeUndefined();
    },
  );

  it('is completed, with one space behind it, where the caret goes on', () => {
    const complete = (text: string) => {
      const tag = at(text);
      if (!tag) throw new Error('There is a tag');
      const { text: completed, caret } = completeTag(text.replace('|', ''), tag, 'Seaside');
      return `${completed.slice(0, caret)}|${completed.slice(caret)}`;
    };
    expect(complete('By the #se|')).toBe('By the #Seaside |');
    expect(complete('#se| in May')).toBe('#Seaside |in May');
    expect(complete('#se|, and')).toBe('#Seaside |, and');
  });

  it('completed is a tag of the caption, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
        const text = `${before} #se${after}`;
        const tag = tagAtCaret(text, before.length + 4);
        fc.pre(tag !== undefined);
        const { text: completed, caret } = completeTag(text, tag, 'Seaside');
        expect(parseCaption(completed)).toContainEqual({ kind: 'tag', text: '#Seaside', tag: 'Seaside' });
        expect(completed.slice(0, caret).trimEnd()).toBe(`${before} #Seaside`);
      }),
    );
  });
});
