import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A short name for a page of one's own, told apart by what two of them look like to the eye, and a few words about
 * oneself. The key is kept beside and not computed by the index, whose expression TypeORM could not compare.
 */
export class AddProfiles1764008001000 implements MigrationInterface {
  readonly name = 'AddProfiles1764008001000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE users
        ADD COLUMN handle text,
        ADD COLUMN handle_key text,
        ADD COLUMN about text,
        ADD CONSTRAINT users_handle_key_unique UNIQUE (handle_key),
        ADD CONSTRAINT users_handle_key_of_handle
          CHECK (handle_key IS NOT DISTINCT FROM translate(handle, '01i_', 'oll')),
        ADD CONSTRAINT users_handle_form CHECK (handle ~ '^[a-z0-9_]{3,30}$'),
        ADD CONSTRAINT users_about_length CHECK (char_length(about) BETWEEN 1 AND 500)
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'ALTER TABLE users DROP COLUMN about, DROP COLUMN handle_key, DROP COLUMN handle',
    );
  }
}
