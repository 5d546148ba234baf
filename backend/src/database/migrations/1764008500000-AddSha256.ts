import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The SHA-256 of an upload, for its owner; null where it is not known. */
export class AddSha2561764008500000 implements MigrationInterface {
  readonly name = 'AddSha2561764008500000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE media
        ADD COLUMN sha256 bytea,
        ADD CONSTRAINT media_sha256_length CHECK (octet_length(sha256) = 32)
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE media DROP COLUMN sha256');
  }
}
