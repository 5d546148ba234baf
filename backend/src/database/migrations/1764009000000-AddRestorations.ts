import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when a removed item's objects are to be published again. Nothing is written yet: the index costs nothing. */
export class AddRestorations1764009000000 implements MigrationInterface {
  readonly name = 'AddRestorations1764009000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE media
        ADD COLUMN restore_requested_at timestamptz,
        ADD CONSTRAINT media_restored_from_takedown CHECK (restore_requested_at IS NULL OR status = 'REMOVED')
    `);
    await queryRunner.query(
      'CREATE INDEX media_restore_idx ON media (restore_requested_at) WHERE restore_requested_at IS NOT NULL',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE media DROP COLUMN restore_requested_at');
  }
}
