import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When an account that somebody deletes is to be gone, and why its items are hidden until then. What is kept of one that
 * was suspended: a keyed hash of its address, so that whoever was shut out is not back with the same one.
 */
export class AddLeaving1764007000000 implements MigrationInterface {
  readonly name = 'AddLeaving1764007000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE users ADD COLUMN deletes_at timestamptz(3)');
    await queryRunner.query(
      'CREATE INDEX users_deletes_at_idx ON users (deletes_at) WHERE deletes_at IS NOT NULL',
    );
    await nameCauses(queryRunner, `'TAKEDOWN', 'SUSPENSION', 'LEAVING'`);
    await queryRunner.query(`
      CREATE TABLE barred_addresses (
        address_hash bytea NOT NULL,
        barred_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT barred_addresses_pkey PRIMARY KEY (address_hash),
        CONSTRAINT barred_addresses_hash_length CHECK (octet_length(address_hash) = 32)
      )
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE barred_addresses');
    await queryRunner.query(`UPDATE media SET removal_cause = NULL WHERE removal_cause = 'LEAVING'`);
    await nameCauses(queryRunner, `'TAKEDOWN', 'SUSPENSION'`);
    await queryRunner.query('DROP INDEX users_deletes_at_idx');
    await queryRunner.query('ALTER TABLE users DROP COLUMN deletes_at');
  }
}

async function nameCauses(queryRunner: QueryRunner, causes: string): Promise<void> {
  await queryRunner.query('ALTER TABLE media DROP CONSTRAINT media_removal_cause_known');
  await queryRunner.query(`
    ALTER TABLE media ADD CONSTRAINT media_removal_cause_known
      CHECK (removal_cause IS NULL OR (removal_cause IN (${causes}) AND status = 'REMOVED'))
  `);
}
