import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why an operator removed an item, as its owner reads it; the note for operators stays apart. */
export class AddRemovalGrounds1764009001000 implements MigrationInterface {
  readonly name = 'AddRemovalGrounds1764009001000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE media
        ADD COLUMN removal_code text,
        ADD COLUMN removal_text text,
        ADD CONSTRAINT media_removal_text_length CHECK (char_length(removal_text) BETWEEN 1 AND 1000),
        ADD CONSTRAINT media_removal_grounds_of_removed
          CHECK (status = 'REMOVED' OR (removal_code IS NULL AND removal_text IS NULL))
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE media DROP COLUMN removal_text, DROP COLUMN removal_code');
  }
}
