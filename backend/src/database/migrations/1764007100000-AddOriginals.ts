import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether the very file of an item is kept for its owner. */
export class AddOriginals1764007100000 implements MigrationInterface {
  readonly name = 'AddOriginals1764007100000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE media ADD COLUMN has_original boolean NOT NULL DEFAULT false');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE media DROP COLUMN has_original');
  }
}
