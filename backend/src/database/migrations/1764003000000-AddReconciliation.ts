import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the reconciler remembers: when it looks at an upload again, what it removed, how far its walks are. */
export class AddReconciliation1764003000000 implements MigrationInterface {
  readonly name = 'AddReconciliation1764003000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE media
        ADD COLUMN next_look_at timestamptz(3) NOT NULL DEFAULT now(),
        ADD COLUMN invocations integer NOT NULL DEFAULT 0,
        ADD COLUMN upload_removed_at timestamptz(3)
    `);
    await queryRunner.query(`
      CREATE INDEX media_next_look_idx ON media (next_look_at)
      WHERE status = 'PENDING' AND deleted_at IS NULL
    `);
    await queryRunner.query(`
      CREATE INDEX media_upload_kept_idx ON media (url_expires_at) WHERE upload_removed_at IS NULL
    `);
    await queryRunner.query(`
      CREATE TABLE reconciliation_walks (
        name text NOT NULL,
        position text NOT NULL,
        completed_at timestamptz,
        CONSTRAINT reconciliation_walks_pkey PRIMARY KEY (name)
      )
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE reconciliation_walks');
    await queryRunner.query(`
      ALTER TABLE media DROP COLUMN next_look_at, DROP COLUMN invocations, DROP COLUMN upload_removed_at
    `);
  }
}
