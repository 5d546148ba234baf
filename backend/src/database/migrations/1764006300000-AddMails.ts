import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The language that somebody is written to in, what is to be sent (the outbox), and the links in it that do something
 * once. A mail that waits holds no link: it is made when the mail is sent, and here only its hash is kept.
 */
export class AddMails1764006300000 implements MigrationInterface {
  readonly name = 'AddMails1764006300000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE users
        ADD COLUMN language text NOT NULL DEFAULT 'en',
        ADD CONSTRAINT users_language_length CHECK (char_length(language) BETWEEN 2 AND 10)
    `);
    await queryRunner.query(`
      CREATE TABLE mails (
        id uuid NOT NULL,
        kind text NOT NULL,
        user_id uuid,
        email_key text,
        facts jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        due_at timestamptz(3) NOT NULL DEFAULT now(),
        attempts integer NOT NULL DEFAULT 0,
        sent_at timestamptz(3),
        given_up_at timestamptz(3),
        CONSTRAINT mails_pkey PRIMARY KEY (id),
        CONSTRAINT mails_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
        CONSTRAINT mails_to_somebody CHECK (user_id IS NOT NULL OR email_key IS NOT NULL),
        CONSTRAINT mails_ended_once CHECK (sent_at IS NULL OR given_up_at IS NULL)
      )
    `);
    await queryRunner.query(
      'CREATE INDEX mails_due_at_idx ON mails (due_at) WHERE sent_at IS NULL AND given_up_at IS NULL',
    );
    await queryRunner.query('CREATE INDEX mails_user_id_idx ON mails (user_id, sent_at)');
    await queryRunner.query('CREATE INDEX mails_created_at_idx ON mails (created_at)');
    await queryRunner.query(`
      CREATE TABLE mail_links (
        id uuid NOT NULL,
        purpose text NOT NULL,
        user_id uuid NOT NULL,
        token_hash bytea NOT NULL,
        facts jsonb NOT NULL DEFAULT '{}',
        expires_at timestamptz(3) NOT NULL,
        used_at timestamptz(3),
        CONSTRAINT mail_links_pkey PRIMARY KEY (id),
        CONSTRAINT mail_links_token_hash_unique UNIQUE (token_hash),
        CONSTRAINT mail_links_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
      )
    `);
    await queryRunner.query('CREATE INDEX mail_links_user_id_idx ON mail_links (user_id)');
    await queryRunner.query('CREATE INDEX mail_links_expires_at_idx ON mail_links (expires_at)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE mail_links');
    await queryRunner.query('DROP TABLE mails');
    await queryRunner.query('ALTER TABLE users DROP COLUMN language');
  }
}
