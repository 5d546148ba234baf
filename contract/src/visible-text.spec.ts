import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { captionSchema } from './caption.ts';
import { lineOfText } from './common.ts';
import { changeProfileBodySchema } from './users.ts';
import { cleanText, isolate } from './visible-text.ts';

const line = lineOfText(1, 255);
const takes = (text: string) => line.safeParse(text).success;
const takesName = (name: string) => changeProfileBodySchema.safeParse({ name }).success;

describe('a line of text', () => {
  it.each([
    ['an override of direction', 'gpj.\u202Eexe'],
    ['an isolate', 'a\u2067b'],
    ['a mark of direction', 'a\u200Fb'],
    ['an Arabic mark of direction', 'a\u061Cb'],
    ['nothing but a space of no width', '\u200B'],
    ['nothing but a filler of Hangul', '\u3164'],
    ["nothing but braille's blank", '\u2800\u2800'],
    ['nothing but a soft hyphen', '\u00AD'],
    ['nothing but a tag', '\u{E0001}'],
    ['nothing but an accent', '\u0301'],
    ['nothing but what is private', '\uE000'],
    ['25 stacked accents', `a${'\u0301'.repeat(25)}`],
    ['accents with something invisible between them', `a${'\u0301\u0302\u034F'.repeat(4)}`],
    ['a control character', 'a\u0007'],
    ['a broken character', 'a\uD800'],
  ])('refuses %s', (_name, text) => {
    expect(takes(text)).toBe(false);
  });

  it.each([
    'Zoë',
    'Åsa 🙂',
    '李小龍',
    'محمد علی',
    'نام‌خانوادگی',
    'שָׁלוֹם',
    'नमस्ते',
    'สวัสดี ผู้ใช้',
    'བསྒྲུབས',
    'Tiếng Việt',
    '👩🏽‍❤️‍💋‍👩',
    '🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}',
    '...',
    'O’Neil-Smith (2)',
  ])('takes %s, as a name too', (text) => {
    expect([takes(text), takesName(text)]).toEqual([true, true]);
  });

  it('can be made of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
        const clean = cleanText(text.normalize('NFC')).trim();
        expect(clean === '' || takes(clean)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a name', () => {
  it.each(['Ad\u200Bmin', 'Kim\u00AD', 'K\u2060im', 'Kim \u3164'])('holds nothing invisible: %j', (name) => {
    expect(takesName(name)).toBe(false);
  });

  it.each([
    'Admin',
    'ADMIN',
    'a d m i n',
    'Ádmín',
    'Аdmin',
    'αdmin',
    'Ａｄｍｉｎ',
    'adm1n',
    'Media Feed',
    'Media-Feed Support',
    'Moderator',
    'offlcial',
    'S t a f f',
  ])('is not one that people would take for the site: %s', (name) => {
    expect(takesName(name)).toBe(false);
  });

  it.each(['Adminah', 'Kim Root', 'Help Me Rhonda', 'Alice', 'Teamo'])('may be %s', (name) => {
    expect(takesName(name)).toBe(true);
  });
});

describe('a text that is too long', () => {
  it.each([
    ['a name', changeProfileBodySchema, { name: '\u200B'.repeat(300) }],
    ['a caption', captionSchema, '\u202E'.repeat(5_000)],
  ])('is refused for that alone, and not read letter by letter: %s', (_name, schema, value) => {
    const { error } = schema.safeParse(value);

    expect(error?.issues).toHaveLength(1);
    expect(error?.issues[0]?.message).toMatch(/characters/);
  });
});

describe('a text put into a sentence', () => {
  it.each(['אדה', 'Ada אדה', 'ملف 3', '٣', 'ܐܕܐ', '𐤀𐤁', '𞤀𞤣𞤢'])(
    'is isolated where it runs from right to left: %s',
    (text) => {
      expect(isolate(text)).toBe(`\u2068${text}\u2069`);
    },
  );

  it.each(['', 'Ada', 'Анна 3', '小明', '👩‍💻'])('is left as it is otherwise: %j', (text) => {
    expect(isolate(text)).toBe(text);
  });
});
