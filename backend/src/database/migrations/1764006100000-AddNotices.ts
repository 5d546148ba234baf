import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the owner of a published item should know about it; null where there is nothing. */
export class AddNotices1764006100000 implements MigrationInterface {
  readonly name = 'AddNotices1764006100000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE media
        ADD COLUMN notices jsonb,
        ADD CONSTRAINT media_notices_bounded CHECK (
          jsonb_typeof(notices) = 'array' AND char_length(notices::text) <= 32768
        ),
        ADD CONSTRAINT media_notices_of_published CHECK (
          notices IS NULL OR status IN ('READY', 'REMOVED')
        )
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE media DROP COLUMN notices');
  }
}
