import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { captionSchema, isTag, parseCaption, tagSchema, tagsOf } from './caption.ts';

const taken = (text: string) => captionSchema.safeParse(text).data;

describe('a caption', () => {
  it('keeps its lines, and is NFC', () => {
    expect(taken('  Cafe\u0301\r\nby the sea\u2028\tat night\n\n ')).toBe('Café\nby the sea\n at night');
  });

  it.each(['<b>bold</b>', '%_\\ \' " ;--', 'cat & !dog | (bird:*)', '', '🏴‍☠️ #ahoy', 'x\n'.repeat(900)])(
    'may be %j',
    (text) => {
      expect(taken(text)).toBe(text.trim());
    },
  );

  it.each([
    ['2,001 characters', 'x'.repeat(2001)],
    ['a lone surrogate', 'a\uD800'],
    ['a NUL', 'a\0b'],
    ['an override of direction', 'gpj.\u202Eexe'],
    ['a flood of zero width', `a${'\u200B'.repeat(100)}b`],
    ['2,000 combining marks', `a${'\u0301'.repeat(1999)}`],
    ['nothing to see', '\u200B\n\u200B'],
  ])('must not have %s', (_name, text) => {
    expect(captionSchema.safeParse(text).success).toBe(false);
  });

  it('is counted in code points', () => {
    expect(taken('🐦'.repeat(2000))).toHaveLength(4000);
  });
});

describe('tags', () => {
  it.each([
    ['#sea and #Sky', ['sea', 'Sky']],
    ['(#sea),#sky;#海', ['sea', 'sky', '海']],
    ['#2026 #2026_a #_ #1', ['2026_a']],
    ['a#no ä#no 1#no _#no', []],
    ['##twice #a#b', ['twice', 'a']],
    ['#नमस्ते #שלום #สวัสดี', ['नमस्ते', 'שלום', 'สวัสดี']],
    ['#sea-side #don’t', ['sea', 'don']],
    ['https://example.org/#part http://a.b/?#x', []],
    ['www.example.org/#a example.org/b#c ftp://x/#d', []],
    ['javascript:alert(1)//#a mailto:x@y.z?#b', []],
    ['cats:#cute', ['cute']],
    ['#sea\n#sea #Sea', ['sea', 'Sea']],
    [`#${'x'.repeat(100)} #${'y'.repeat(101)}`, ['x'.repeat(100)]],
    ['', []],
  ])('of %j', (caption, tags) => {
    expect(tagsOf(caption)).toEqual(tags);
  });

  it('may be asked for with or without their #', () => {
    expect(['#sea', 'Sea', 'e\u0301'].map((tag) => tagSchema.safeParse(tag).data)).toEqual([
      'sea',
      'Sea',
      'é',
    ]);
    expect(['', '#', '##a', 'a b', '7', '%', 'x'.repeat(101)].map(isTag)).toEqual(Array(7).fill(false));
  });
});

describe('links', () => {
  it.each([
    ['see https://example.org/a_(b).', 'https://example.org/a_(b)'],
    ['(https://example.org/a)', 'https://example.org/a'],
    ['https://example.org/a_(b))), c', 'https://example.org/a_(b)'],
    [`https://example.org/${')'.repeat(40)}`, 'https://example.org/'],
    ['HTTPS://EXAMPLE.org/Ä, and', 'https://example.org/%C3%84'],
    ['“http://example.org/?q=1&r=2”', 'http://example.org/?q=1&r=2'],
  ])('of %j', (caption, href) => {
    expect(parseCaption(caption).flatMap((part) => (part.kind === 'link' ? [part.href] : []))).toEqual([
      href,
    ]);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://x/',
    'xhttps://a',
    'https://',
    'www.example.org',
  ])('are none of %s', (caption) => {
    expect(parseCaption(caption)).toEqual([{ kind: 'text', text: caption }]);
  });
});

/** Characters that mean something to the rules, so that chance meets them. */
const piece = fc.oneof(
  fc.constantFrom(
    '#',
    'a',
    'Ä',
    '7',
    '_',
    ' ',
    '\n',
    '.',
    '/',
    ':',
    'https://',
    'www.',
    'javascript:',
    ')',
    '\u0301',
    '海',
  ),
  fc.string({ unit: 'grapheme', maxLength: 3 }),
);
const anyCaption = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));

const isWord = (character: string | undefined) =>
  character !== undefined && /[\p{L}\p{M}\p{N}_]/u.test(character);

describe('whatever the caption', () => {
  it('its parts are the caption again, and its links are http', () => {
    fc.assert(
      fc.property(anyCaption, (caption) => {
        const parts = parseCaption(caption);
        expect(parts.map(({ text }) => text).join('')).toBe(caption);
        for (const part of parts) {
          expect(part.text).not.toBe('');
          if (part.kind === 'link') expect(new URL(part.href).protocol).toMatch(/^https?:$/);
          if (part.kind === 'tag') expect(isTag(part.tag)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('its tags are what a reader finds letter by letter, where there is no address', () => {
    const withoutAddress = anyCaption.map((caption) => caption.replaceAll(/[:/]|www/giu, ' '));
    fc.assert(
      fc.property(withoutAddress, (caption) => {
        const characters = Array.from(caption);
        const tags = characters.flatMap((character, index) => {
          if (character !== '#' || isWord(characters[index - 1])) return [];
          const rest = characters.slice(index + 1);
          const length = rest.findIndex((one) => !isWord(one));
          const tag = rest.slice(0, length === -1 ? rest.length : length);
          return tag.length <= 100 && tag.some((one) => /\p{L}/u.test(one)) ? [tag.join('')] : [];
        });
        expect(tagsOf(caption)).toEqual([...new Set(tags)]);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes little time, however hostile it is', () => {
    for (const text of ['#', '#a', 'a.', 'www.', 'https://(', 'a-', '#' + 'a'.repeat(101), 'http://a)']) {
      const caption = text.repeat(2000).slice(0, 2000);
      expect(
        parseCaption(caption)
          .map((part) => part.text)
          .join(''),
      ).toBe(caption);
    }
  });
});
