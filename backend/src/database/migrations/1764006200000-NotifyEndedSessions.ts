import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whatever statement ends a session, every process hears of it. The indexes are for those that were not listening, and
 * for what is deleted once it has ended.
 */
export class NotifyEndedSessions1764006200000 implements MigrationInterface {
  readonly name = 'NotifyEndedSessions1764006200000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION sessions_notify_ended() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('sessions_ended', NEW.id::text);
        RETURN NULL;
      END
      $$
    `);
    await queryRunner.query(`
      CREATE TRIGGER sessions_notify_ended AFTER UPDATE OF revoked_at ON sessions
      FOR EACH ROW WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL)
      EXECUTE FUNCTION sessions_notify_ended()
    `);
    await queryRunner.query(
      'CREATE INDEX sessions_revoked_at_idx ON sessions (revoked_at) WHERE revoked_at IS NOT NULL',
    );
    await queryRunner.query('CREATE INDEX sessions_expires_at_idx ON sessions (expires_at)');
    await queryRunner.query('CREATE INDEX refresh_tokens_expires_at_idx ON refresh_tokens (expires_at)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX refresh_tokens_expires_at_idx');
    await queryRunner.query('DROP INDEX sessions_expires_at_idx');
    await queryRunner.query('DROP INDEX sessions_revoked_at_idx');
    await queryRunner.query('DROP TRIGGER sessions_notify_ended ON sessions');
    await queryRunner.query('DROP FUNCTION sessions_notify_ended');
  }
}
