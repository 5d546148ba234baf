import type { MigrationInterface, QueryRunner } from 'typeorm';

/** No foreign keys: what happened is remembered also when those whom it happened to are gone. */
export class CreateSecurityEvents1764002001000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE security_events (
        id uuid NOT NULL,
        at timestamptz(3) NOT NULL,
        kind text NOT NULL,
        user_id uuid,
        session_id uuid,
        media_id uuid,
        request_id text,
        address_hash text,
        account_hash text,
        detail text,
        CONSTRAINT security_events_pkey PRIMARY KEY (id),
        CONSTRAINT security_events_hash_length
          CHECK (char_length(address_hash) <= 16 AND char_length(account_hash) <= 16),
        CONSTRAINT security_events_detail_length CHECK (char_length(detail) <= 100)
      )
    `);
    await queryRunner.query('CREATE INDEX security_events_at_idx ON security_events (at)');
    await queryRunner.query('CREATE INDEX security_events_user_id_at_idx ON security_events (user_id, at)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE security_events');
  }
}
