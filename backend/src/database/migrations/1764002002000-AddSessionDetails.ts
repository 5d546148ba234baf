import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What lets people tell their sessions apart. */
export class AddSessionDetails1764002002000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE sessions
        ADD COLUMN device text,
        ADD COLUMN last_used_at timestamptz(3) NOT NULL DEFAULT now(),
        ADD CONSTRAINT sessions_device_length CHECK (char_length(device) <= 100)
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE sessions DROP COLUMN device, DROP COLUMN last_used_at');
  }
}
