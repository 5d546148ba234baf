import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whose address is confirmed, mails to another address than the account's, and the addresses that accounts had before:
 * each can be had back for some days by whoever reads its mail, and is nobody else's until then.
 */
export class AddEmailVerification1764007001000 implements MigrationInterface {
  readonly name = 'AddEmailVerification1764007001000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE users ADD COLUMN email_verified_at timestamptz(3)');
    await queryRunner.query(`
      ALTER TABLE mails
        ADD COLUMN address text,
        ADD CONSTRAINT mails_address_length CHECK (char_length(address) BETWEEN 3 AND 254)
    `);
    await queryRunner.query(`
      CREATE TABLE former_addresses (
        email_key text NOT NULL,
        user_id uuid NOT NULL,
        expires_at timestamptz(3) NOT NULL,
        CONSTRAINT former_addresses_pkey PRIMARY KEY (email_key, user_id),
        CONSTRAINT former_addresses_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
      )
    `);
    await queryRunner.query('CREATE INDEX former_addresses_user_id_idx ON former_addresses (user_id)');
    await queryRunner.query('CREATE INDEX former_addresses_expires_at_idx ON former_addresses (expires_at)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE former_addresses');
    await queryRunner.query('ALTER TABLE mails DROP COLUMN address');
    await queryRunner.query('ALTER TABLE users DROP COLUMN email_verified_at');
  }
}
