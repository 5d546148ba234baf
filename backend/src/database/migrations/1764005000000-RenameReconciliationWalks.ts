import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reading through a listing in pages is called a scan. */
export class RenameReconciliationWalks1764005000000 implements MigrationInterface {
  readonly name = 'RenameReconciliationWalks1764005000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE reconciliation_walks RENAME TO reconciliation_scans');
    await queryRunner.query(`
      ALTER TABLE reconciliation_scans
        RENAME CONSTRAINT reconciliation_walks_pkey TO reconciliation_scans_pkey
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE reconciliation_scans
        RENAME CONSTRAINT reconciliation_scans_pkey TO reconciliation_walks_pkey
    `);
    await queryRunner.query('ALTER TABLE reconciliation_scans RENAME TO reconciliation_walks');
  }
}
