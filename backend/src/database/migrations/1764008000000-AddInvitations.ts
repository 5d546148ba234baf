import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Links of operators by which so many people may make an account, by hashes of their tokens. */
export class AddInvitations1764008000000 implements MigrationInterface {
  readonly name = 'AddInvitations1764008000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE invitations (
        id uuid NOT NULL,
        token_hash bytea NOT NULL,
        uses_left integer NOT NULL,
        expires_at timestamptz(3) NOT NULL,
        CONSTRAINT invitations_pkey PRIMARY KEY (id),
        CONSTRAINT invitations_token_hash_unique UNIQUE (token_hash),
        CONSTRAINT invitations_token_hash_length CHECK (octet_length(token_hash) = 32),
        CONSTRAINT invitations_uses_left_counted CHECK (uses_left >= 0)
      )
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE invitations');
  }
}
