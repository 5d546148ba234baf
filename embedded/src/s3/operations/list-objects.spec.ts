import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SortedKeys } from '../store/sorted-keys.ts';
import { listPage } from './list-objects.ts';

const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'é', '\uffee', '😀'), maxLength: 5 });
const folder = fc.constantFrom('', 'a', 'a/', '/', '😀');

/** The listing by the words of the documentation, without a thought of speed. */
function expectedEntries(keys: readonly string[], prefix: string, delimiter: string): string[] {
  const entries = [...new Set(keys)]
    .filter((candidate) => candidate.startsWith(prefix))
    .map((candidate) => {
      const end = delimiter === '' ? -1 : candidate.indexOf(delimiter, prefix.length);
      return end < 0 ? candidate : candidate.slice(0, end + delimiter.length);
    });
  return [...new Set(entries)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

describe('pages of a listing', () => {
  it('give every entry once and in order, whatever the page size', () => {
    const anyListing = [
      fc.array(key),
      folder,
      fc.constantFrom('', '/'),
      fc.integer({ min: 1, max: 4 }),
    ] as const;
    fc.assert(
      fc.property(...anyListing, (keys, prefix, delimiter, maxKeys) => {
        const all = new SortedKeys();
        for (const one of new Set(keys)) all.add(one);

        const found: string[] = [];
        let after: string | undefined;
        do {
          const page = listPage(all, { prefix, delimiter, after, maxKeys });
          expect(page.keys.length + page.commonPrefixes.length).toBeLessThanOrEqual(maxKeys);
          found.push(...[...page.keys, ...page.commonPrefixes].sort(byBytes));
          after = page.last;
        } while (after !== undefined);
        expect(found).toEqual(expectedEntries(keys, prefix, delimiter));
      }),
    );
  });

  it('no longer give what was deleted', () => {
    fc.assert(
      fc.property(fc.array(key), fc.array(key), (added, deleted) => {
        const all = new SortedKeys();
        for (const one of new Set(added)) all.add(one);
        for (const one of deleted) all.delete(one);

        const { keys } = listPage(all, { prefix: '', delimiter: '', after: undefined, maxKeys: 1000 });
        const left = added.filter((one) => !deleted.includes(one));
        expect(keys).toEqual(expectedEntries(left, '', ''));
      }),
    );
  });
});

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
