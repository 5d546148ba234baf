import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An account that goes finds what refers to it without reading whole tables: its items, deleted ones too, and events. */
export class IndexWhatLeaves1764008700000 implements MigrationInterface {
  readonly name = 'IndexWhatLeaves1764008700000';

  async up(queryRunner: QueryRunner): Promise<void> {
    // Of all rows, as the foreign key asks; it serves the owner's list as the one without deleted items did, since a
    // deleted row goes soon.
    await queryRunner.query(
      'CREATE INDEX media_uploader_idx ON media (uploader_id, created_at DESC, id DESC)',
    );
    await queryRunner.query('DROP INDEX media_own_idx');
    await queryRunner.query(`
      CREATE INDEX security_events_account_hash_idx ON security_events (account_hash)
      WHERE account_hash IS NOT NULL`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX security_events_account_hash_idx');
    await queryRunner.query(
      'CREATE INDEX media_own_idx ON media (uploader_id, created_at DESC, id DESC) WHERE deleted_at IS NULL',
    );
    await queryRunner.query('DROP INDEX media_uploader_idx');
  }
}
