import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What people use in ten minutes at a time, for quotas of a day and of an hour. The index is for items whose owner
 * deleted them while their URL still works.
 */
export class AddUsage1764006201000 implements MigrationInterface {
  readonly name = 'AddUsage1764006201000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE usage_slots (
        user_id uuid NOT NULL,
        slot timestamptz(3) NOT NULL,
        items integer NOT NULL DEFAULT 0,
        bytes bigint NOT NULL DEFAULT 0,
        processing_ms bigint NOT NULL DEFAULT 0,
        CONSTRAINT usage_slots_pkey PRIMARY KEY (user_id, slot),
        CONSTRAINT usage_slots_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
        CONSTRAINT usage_slots_not_negative CHECK (items >= 0 AND bytes >= 0 AND processing_ms >= 0)
      )
    `);
    await queryRunner.query('CREATE INDEX usage_slots_slot_idx ON usage_slots (slot)');
    await queryRunner.query(`
      CREATE INDEX media_taken_back_idx ON media (uploader_id, url_expires_at)
      WHERE status = 'PENDING' AND deleted_at IS NOT NULL AND part_size IS NULL
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX media_taken_back_idx');
    await queryRunner.query('DROP TABLE usage_slots');
  }
}
