import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an operator does: suspends accounts, and takes items down. Both keep their rows, so that they can be undone. */
export class AddModeration1764005001000 implements MigrationInterface {
  readonly name = 'AddModeration1764005001000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE users
        ADD COLUMN suspended_at timestamptz(3),
        ADD COLUMN suspension_reason text,
        ADD CONSTRAINT users_suspension_reason_length CHECK (char_length(suspension_reason) <= 500),
        ADD CONSTRAINT users_suspended_with_reason
          CHECK (suspended_at IS NOT NULL OR suspension_reason IS NULL)
    `);
    await queryRunner.query(`
      ALTER TABLE media
        ADD COLUMN removal_cause text,
        ADD COLUMN removal_reason text,
        ADD CONSTRAINT media_removal_cause_known
          CHECK (removal_cause IS NULL OR (removal_cause IN ('TAKEDOWN', 'SUSPENSION') AND status = 'REMOVED')),
        ADD CONSTRAINT media_removal_reason_length CHECK (char_length(removal_reason) <= 500)
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE media DROP COLUMN removal_reason, DROP COLUMN removal_cause');
    await queryRunner.query('ALTER TABLE users DROP COLUMN suspension_reason, DROP COLUMN suspended_at');
  }
}
