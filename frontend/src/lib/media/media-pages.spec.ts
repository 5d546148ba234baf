import { describe, expect, it } from '@jest/globals';
import type { MediaItem } from '@media-feed/contract';
import { changeItem, itemsOf, withItemFirst, withoutItem } from './media-pages.ts';

const item = (id: string) => ({ id, likesCount: 0 }) as MediaItem;
const list = { pages: [{ items: [item('a'), item('b')] }, { items: [item('c')] }], pageParams: [1, 2] };
const ids = (pages: readonly { items: MediaItem[] }[]) => pages.map(({ items }) => items.map(({ id }) => id));

describe('media lists', () => {
  it('changes one item and keeps a list without it as it is', () => {
    const changed = changeItem(list, 'c', (before) => ({ ...before, likesCount: 1 }));
    expect(changed.pages[1]?.items[0]?.likesCount).toBe(1);
    expect(changeItem(list, 'x', (before) => before)).toBe(list);
  });

  it('removes an item', () => {
    expect(ids(withoutItem(list, 'a').pages)).toEqual([['b'], ['c']]);
  });

  it('puts an item first, and not twice', () => {
    expect(ids(withItemFirst(list, item('new')).pages)).toEqual([['new', 'a', 'b'], ['c']]);
    expect(ids(withItemFirst(list, item('c')).pages)).toEqual([['c', 'a', 'b'], []]);
  });

  it('lists every item once', () => {
    const repeated = [...list.pages, { items: [item('b'), item('d')] }];
    expect(itemsOf(repeated).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  });
});
