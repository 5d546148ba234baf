import { describe, expect, it } from '@jest/globals';
import { languageOf } from './language.ts';

describe('languageOf', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['de-AT,de;q=0.9,en;q=0.8', 'de'],
    ['fr, DE;q=0.5', 'de'],
    ['en-GB, de', 'en'],
    ['*', 'en'],
    ['deutsch', 'en'],
  ])('makes %j %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
