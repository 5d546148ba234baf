import type { MediaStatus } from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { type ItemRow, itemColumns } from '../media/statements/item-columns.ts';
import type { ListPosition } from '../http/list-position.ts';

const own = (name: string, place: string): Statement => ({
  name,
  text: `
    SELECT ${itemColumns('$4', 'm.created_at')} FROM media m
    WHERE m.uploader_id = $1 AND m.deleted_at IS NULL AND ($2::text IS NULL OR m.status = $2) ${place}
    ORDER BY m.created_at DESC, m.id DESC
    LIMIT $3`,
});
const fromStart = own('own_media_from_start', '');
const after = own('own_media_after', 'AND (m.created_at, m.id) < ($5, $6)');

/** A person's own media in any status, newest request first. */
@Injectable()
export class OwnMediaRepository {
  private readonly baseUrl: string;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly database: Database,
  ) {
    this.baseUrl = `${config.mediaBaseUrl}/`;
  }

  async findOwn(
    uploaderId: string,
    status: MediaStatus | undefined,
    position: ListPosition | undefined,
    limit: number,
  ): Promise<ItemRow[]> {
    const values = [uploaderId, status ?? null, limit, this.baseUrl];
    return position
      ? this.database.query<ItemRow>(after, [...values, new Date(position.at), position.id])
      : this.database.query<ItemRow>(fromStart, values);
  }
}
