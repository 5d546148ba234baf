import type { MediaItem } from '@media-feed/contract';

/** Pages of media as TanStack Query keeps an endless list. */
export interface MediaPages<P extends { readonly items: readonly MediaItem[] }> {
  readonly pages: readonly P[];
  readonly pageParams: readonly unknown[];
}

interface Page {
  readonly items: MediaItem[];
}

export function changeItem<P extends Page>(
  list: MediaPages<P>,
  mediaId: string,
  change: (item: MediaItem) => MediaItem,
): MediaPages<P> {
  if (!list.pages.some(({ items }) => items.some(({ id }) => id === mediaId))) return list;
  return {
    ...list,
    pages: list.pages.map((page) => ({
      ...page,
      items: page.items.map((item) => (item.id === mediaId ? change(item) : item)),
    })),
  };
}

export function withoutItem<P extends Page>(list: MediaPages<P>, mediaId: string): MediaPages<P> {
  return {
    ...list,
    pages: list.pages.map((page) => ({ ...page, items: page.items.filter(({ id }) => id !== mediaId) })),
  };
}

/** Puts an item at the head, in place of what the list knew of it before. */
export function withItemFirst<P extends Page>(list: MediaPages<P>, item: MediaItem): MediaPages<P> {
  const [first, ...rest] = withoutItem(list, item.id).pages;
  return first ? { ...list, pages: [{ ...first, items: [item, ...first.items] }, ...rest] } : list;
}

/** All items once: what moved between two page loads may come twice. */
export function itemsOf(pages: readonly Page[]): MediaItem[] {
  const seen = new Map<string, MediaItem>();
  for (const { items } of pages) for (const item of items) if (!seen.has(item.id)) seen.set(item.id, item);
  return [...seen.values()];
}
