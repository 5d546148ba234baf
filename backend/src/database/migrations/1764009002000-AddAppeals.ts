import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Cases in which somebody answers to the removal of their item, in their words. */
export class AddAppeals1764009002000 implements MigrationInterface {
  readonly name = 'AddAppeals1764009002000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE moderation_cases
        ADD COLUMN appeal_text text,
        ADD CONSTRAINT moderation_cases_appeal_length CHECK (char_length(appeal_text) BETWEEN 1 AND 2000)
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DELETE FROM moderation_cases WHERE appeal_text IS NOT NULL');
    await queryRunner.query('ALTER TABLE moderation_cases DROP COLUMN appeal_text');
  }
}
