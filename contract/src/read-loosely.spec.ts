import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { readLoosely } from './read-loosely.ts';

const inner = z.strictObject({ a: z.optional(z.string()) });
const schema = z
  .strictObject({
    list: z.array(inner).check(z.maxLength(2)),
    maybe: z.nullable(inner),
    either: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('x'), inner }),
      z.strictObject({ kind: z.literal('y'), count: z.int() }),
    ]),
  })
  .check(z.refine(({ list }) => list.length > 0));

const more = { later: true };

describe('a schema read loosely', () => {
  it('drops what it does not know at any level', () => {
    const written = { list: [{ a: 'b' }], maybe: {}, either: { kind: 'x', inner: {} } };
    const received = {
      list: [{ a: 'b', ...more }],
      maybe: more,
      either: { kind: 'x', inner: more, ...more },
      ...more,
    };
    expect(schema.safeParse(received).success).toBe(false);
    expect(readLoosely(schema).parse(received)).toEqual(written);
  });

  it.each([
    ['a wrong type', { list: [{ a: 1 }], maybe: null, either: { kind: 'y', count: 1 } }],
    ['a field missing', { list: [{}], maybe: null, either: { kind: 'y' } }],
    ['more than a list may have', { list: [{}, {}, {}], maybe: null, either: { kind: 'y', count: 1 } }],
    ['a variant that is not known', { list: [{}], maybe: null, either: { kind: 'z' } }],
    ['what a check of the whole forbids', { list: [], maybe: null, either: { kind: 'y', count: 1 } }],
  ])('refuses %s as the strict one does', (_what, value) => {
    expect(schema.safeParse(value).success).toBe(false);
    expect(readLoosely(schema).safeParse(value).success).toBe(false);
  });

  it('is not made of kinds that nobody has thought of', () => {
    expect(() => readLoosely(z.map(z.string(), inner))).toThrow('map');
  });
});
