import type { MediaItem } from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import type { ItemRow } from './statements/item-columns.ts';
import { ItemsRepository } from './items.repository.ts';

/**
 * Makes answers of rows. What one person sees of them is a second query, so that the rows are the same for
 * everybody and may be kept for a moment; likes and the owner's part are always as they stand now.
 */
@Injectable()
export class ItemsService {
  constructor(private readonly items: ItemsRepository) {}

  /** Each item as JSON text, in the order of the rows, without those that are gone meanwhile. */
  async write(rows: readonly ItemRow[], viewerId: string | undefined): Promise<string[]> {
    if (viewerId === undefined) return rows.map((row) => writeItem(row, row.likes_count, false, null));
    const views = await this.items.findViews(
      rows.map(({ id }) => id),
      viewerId,
    );
    return rows.flatMap((row) => {
      const view = views.get(row.id);
      return view ? writeItem(row, view.likes_count, view.liked, view.owned) : [];
    });
  }

  async present(rows: readonly ItemRow[], viewerId: string | undefined): Promise<MediaItem[]> {
    return (await this.write(rows, viewerId)).map((text) => JSON.parse(text) as MediaItem);
  }
}

/** Both texts are JSON objects with at least one member each. */
function writeItem({ item }: ItemRow, likesCount: number, liked: boolean, owned: string | null): string {
  const rest = owned === null ? '"fileName":null}' : owned.slice(1);
  return `${item.slice(0, -1)},"likesCount":${String(likesCount)},"liked":${String(liked)},${rest}`;
}
