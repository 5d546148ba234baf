import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who may decide cases, who is at which, and what operators did: rows that nobody changes, the tables' owner included. */
export class AddOperators1764007201000 implements MigrationInterface {
  readonly name = 'AddOperators1764007201000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE users
        ADD COLUMN role text NOT NULL DEFAULT 'member',
        ADD CONSTRAINT users_role_known CHECK (role IN ('member', 'operator'))
    `);
    await queryRunner.query(`
      ALTER TABLE moderation_cases
        ADD COLUMN claimed_by uuid,
        ADD COLUMN claimed_until timestamptz(3),
        ADD COLUMN decided_by uuid,
        ADD CONSTRAINT moderation_cases_claimed_for_a_while CHECK ((claimed_by IS NULL) = (claimed_until IS NULL))
    `);
    await queryRunner.query(`
      CREATE INDEX moderation_cases_decided_idx ON moderation_cases (decided_at DESC, id DESC)
        WHERE decided_at IS NOT NULL
    `);
    await queryRunner.query(`
      CREATE TABLE moderation_log (
        id uuid NOT NULL,
        at timestamptz(3) NOT NULL DEFAULT now(),
        operator_id uuid,
        action text NOT NULL,
        case_id uuid,
        media_id uuid,
        user_id uuid NOT NULL,
        note text,
        CONSTRAINT moderation_log_pkey PRIMARY KEY (id)
      )
    `);
    await queryRunner.query('CREATE INDEX moderation_log_user_id_idx ON moderation_log (user_id, at)');
    await queryRunner.query(`
      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'Rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
      END $$
    `);
    await queryRunner.query(`
      CREATE TRIGGER moderation_log_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON moderation_log
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE moderation_log');
    await queryRunner.query('DROP FUNCTION refuse_change()');
    await queryRunner.query('DROP INDEX moderation_cases_decided_idx');
    await queryRunner.query(
      'ALTER TABLE moderation_cases DROP COLUMN decided_by, DROP COLUMN claimed_until, DROP COLUMN claimed_by',
    );
    await queryRunner.query('ALTER TABLE users DROP COLUMN role');
  }
}
