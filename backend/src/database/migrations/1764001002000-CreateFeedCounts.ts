import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How many items of the feed were published in each stretch of time, so that a page number becomes a place in
 * the feed without counting. A bucket of level n holds 128^n seconds since 1970: 1 s, 2 min, 4.5 h, 24 days.
 */
export class CreateFeedCounts1764001002000 implements MigrationInterface {
  readonly name = 'CreateFeedCounts1764001002000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE feed_counts (
        level smallint NOT NULL,
        type text NOT NULL,
        bucket bigint NOT NULL,
        items integer NOT NULL,
        CONSTRAINT feed_counts_pkey PRIMARY KEY (level, type, bucket),
        CONSTRAINT feed_counts_level_known CHECK (level BETWEEN 0 AND 3),
        CONSTRAINT feed_counts_items_not_negative CHECK (items >= 0)
      ) WITH (fillfactor = 70)
    `);
    await queryRunner.query(`
      CREATE FUNCTION feed_bucket(published_at timestamptz, level integer) RETURNS bigint
      LANGUAGE sql IMMUTABLE PARALLEL SAFE
      RETURN floor(extract(epoch FROM published_at))::bigint >> (7 * level)
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION feed_bucket');
    await queryRunner.query('DROP TABLE feed_counts');
  }
}
