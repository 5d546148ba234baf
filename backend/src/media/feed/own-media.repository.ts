import type { MediaStatus } from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import { Database, type Statement } from '../../database/database.ts';
import { type MediaRow, mediaColumns, uploaderName } from '../media-row.ts';
import type { FeedPosition } from './feed-position.ts';

const own = (name: string, place: string): Statement => ({
  name,
  text: `
    SELECT ${mediaColumns}, ${uploaderName} FROM media m
    WHERE m.uploader_id = $1 AND m.deleted_at IS NULL AND ($2::text IS NULL OR m.status = $2) ${place}
    ORDER BY m.created_at DESC, m.id DESC
    LIMIT $3`,
});
const fromStart = own('own_media_from_start', '');
const after = own('own_media_after', 'AND (m.created_at, m.id) < ($4, $5)');

/** A person's own media in any status, newest request first. */
@Injectable()
export class OwnMediaRepository {
  constructor(private readonly database: Database) {}

  async findOwn(
    uploaderId: string,
    status: MediaStatus | undefined,
    position: FeedPosition | undefined,
    limit: number,
  ): Promise<MediaRow[]> {
    const values = [uploaderId, status ?? null, limit];
    return position
      ? this.database.query<MediaRow>(after, [...values, new Date(position.at), position.id])
      : this.database.query<MediaRow>(fromStart, values);
  }
}
