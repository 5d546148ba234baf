import { describe, expect, it } from '@jest/globals';
import { emailKeyOf } from './email-key.ts';

describe('emailKeyOf', () => {
  it.each([
    ['Kim@Example.ORG', 'kim@example.org'],
    [' kim@example.org ', 'kim@example.org'],
    ['re\u0301ne\u0301@example.org', 'r\u00e9n\u00e9@example.org'],
    ['STRASSE@example.org', 'straße@example.org'],
    ['ΟΔΟΣ@example.gr', 'οδος@example.gr'],
    ['ſam@example.org', 'SAM@example.org'],
  ])('makes %j and %j one', (first, second) => {
    expect(emailKeyOf(first)).toBe(emailKeyOf(second));
  });

  it('keeps apart what is not the same', () => {
    expect(emailKeyOf('kim@example.org')).not.toBe(emailKeyOf('k\u0456m@example.org'));
    expect(emailKeyOf('a.b@example.org')).not.toBe(emailKeyOf('ab@example.org'));
  });

  it('does not change what it made', () => {
    const key = emailKeyOf('İSTANBUL-ßſς@Example.org');
    expect(emailKeyOf(key)).toBe(key);
  });
});
