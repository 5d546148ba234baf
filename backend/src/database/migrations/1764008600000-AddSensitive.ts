import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether an item is shown only to whoever asks to see it. */
export class AddSensitive1764008600000 implements MigrationInterface {
  readonly name = 'AddSensitive1764008600000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE media ADD COLUMN sensitive boolean NOT NULL DEFAULT false');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE media DROP COLUMN sensitive');
  }
}
