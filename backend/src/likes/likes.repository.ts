import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';
import type { Barred } from '../identity/standing.ts';
import { applyDesired, findLikesOf } from './likes-statements.ts';

/** The like state that one person wants of one item; one a person and item in a batch. */
export interface DesiredLike {
  /** In lower case. */
  readonly mediaId: string;
  readonly userId: string;
  readonly liked: boolean;
}

export interface LikeRow {
  readonly media_id: string;
  readonly created_at: Date;
}

export interface LikesNow {
  readonly likesCount: number;
  readonly changed: boolean;
}

interface LikesRow {
  readonly id: string;
  readonly likes_count: number;
  readonly changed: boolean;
  /** Those of the batch who may like nothing, by id. */
  readonly barred: Readonly<Record<string, Barred>> | null;
}

@Injectable()
export class LikesRepository {
  constructor(private readonly database: Database) {}

  /** For each desired state how its item stands now; `undefined` unless the item is READY. */
  async apply(desired: readonly DesiredLike[]): Promise<(LikesNow | Barred | undefined)[]> {
    const rows = await this.database.query<LikesRow>(applyDesired, [
      desired.map(({ mediaId }) => mediaId),
      desired.map(({ userId }) => userId),
      desired.map(({ liked }) => liked),
    ]);
    const barred = rows[0]?.barred ?? {};
    const items = new Map(
      rows.map(({ id, likes_count: likesCount, changed }) => [id, { likesCount, changed }]),
    );
    return desired.map(({ mediaId, userId }) => barred[userId] ?? items.get(mediaId));
  }

  /** In the order of the items' ids, of whatever status those are. */
  findOf(userId: string, afterMediaId: string | undefined, limit: number): Promise<LikeRow[]> {
    return this.database.query<LikeRow & Record<string, unknown>>(findLikesOf, [
      userId,
      afterMediaId ?? null,
      limit,
    ]);
  }
}
