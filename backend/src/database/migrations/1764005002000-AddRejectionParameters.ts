import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the sentence about a rejection tells, for clients with sentences of their own; null where none came. */
export class AddRejectionParameters1764005002000 implements MigrationInterface {
  readonly name = 'AddRejectionParameters1764005002000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE media
        ADD COLUMN rejection_parameters jsonb,
        ADD CONSTRAINT media_rejection_parameters_bounded CHECK (
          jsonb_typeof(rejection_parameters) = 'object' AND char_length(rejection_parameters::text) <= 32768
        ),
        ADD CONSTRAINT media_rejection_parameters_of_rejected CHECK (
          rejection_parameters IS NULL OR status = 'REJECTED'
        )
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE media DROP COLUMN rejection_parameters');
  }
}
