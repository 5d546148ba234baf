import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Unlogged: after a crash of the database everybody begins anew, and counting costs no write-ahead log. */
export class CreateRateLimits1764002000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE UNLOGGED TABLE rate_limits (
        key bytea NOT NULL,
        calls integer NOT NULL,
        ends_at timestamptz NOT NULL,
        CONSTRAINT rate_limits_pkey PRIMARY KEY (key),
        CONSTRAINT rate_limits_key_length CHECK (octet_length(key) = 32)
      )
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE rate_limits');
  }
}
