import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { ownersPart } from './statements/item-columns.ts';

/** What an item is to one person, as it stands now. */
export interface ViewRow {
  readonly id: string;
  readonly likes_count: number;
  readonly liked: boolean;
  /** JSON of the owner's part, null for everybody else. */
  readonly owned: string | null;
}

const findViews: Statement = {
  name: 'items_find_views',
  text: `
    SELECT m.id, m.likes_count,
      EXISTS (SELECT FROM likes l WHERE l.media_id = m.id AND l.user_id = $2) AS liked,
      CASE WHEN m.uploader_id = $2 THEN ${ownersPart} END AS owned
    FROM media m
    WHERE m.id = ANY($1) AND m.deleted_at IS NULL AND (m.status = 'READY' OR m.uploader_id = $2)`,
};

@Injectable()
export class ItemsRepository {
  constructor(private readonly database: Database) {}

  /** Of those items that the viewer may see. */
  async findViews(mediaIds: readonly string[], viewerId: string): Promise<ReadonlyMap<string, ViewRow>> {
    if (mediaIds.length === 0) return new Map();
    const rows = await this.database.query<ViewRow>(findViews, [mediaIds, viewerId]);
    return new Map(rows.map((row) => [row.id, row]));
  }
}
