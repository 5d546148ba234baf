import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One kind of what somebody published, without reading all of it. */
export class IndexFeedOfUploaderByType1764006202000 implements MigrationInterface {
  readonly name = 'IndexFeedOfUploaderByType1764006202000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE INDEX media_feed_uploader_type_idx ON media (uploader_id, type, published_at DESC, id DESC)
      WHERE status = 'READY' AND deleted_at IS NULL
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX media_feed_uploader_type_idx');
  }
}
