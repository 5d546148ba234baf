import type { MediaClass } from '@media-feed/contract';
import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

const pkey = { primaryKeyConstraintName: 'feed_counts_pkey' };

/** How many items of one type were published in one stretch of time; see `feed-counts.ts`. */
@Entity('feed_counts')
@Check('feed_counts_level_known', 'level BETWEEN 0 AND 3')
@Check('feed_counts_items_not_negative', 'items >= 0')
export class FeedCount {
  @PrimaryColumn({ type: 'smallint', ...pkey })
  level!: number;

  @PrimaryColumn({ type: 'text', ...pkey })
  type!: MediaClass;

  /** Seconds since 1970, divided by 128 to the power of `level`. */
  @PrimaryColumn({ type: 'bigint', ...pkey })
  bucket!: string;

  @Column({ type: 'integer' })
  items!: number;
}
