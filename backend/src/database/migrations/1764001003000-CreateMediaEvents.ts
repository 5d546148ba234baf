import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What `GET /media/events` tells people about their own media; kept for an hour. */
export class CreateMediaEvents1764001003000 implements MigrationInterface {
  readonly name = 'CreateMediaEvents1764001003000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE media_events (
        id bigint GENERATED ALWAYS AS IDENTITY,
        user_id uuid NOT NULL,
        media_id uuid NOT NULL,
        name text NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT media_events_pkey PRIMARY KEY (id),
        CONSTRAINT media_events_name_known CHECK (name IN ('media.updated', 'media.liked'))
      )
    `);
    await queryRunner.query('CREATE INDEX media_events_user_id_idx ON media_events (user_id, id)');
    await queryRunner.query('CREATE INDEX media_events_created_at_idx ON media_events (created_at)');
    // One notification a statement for up to 200 people, ids only: a payload holds 8,000 bytes, and each
    // transaction that notifies waits for the others to commit.
    await queryRunner.query(`
      CREATE FUNCTION media_events_notify() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('media_events', string_agg(user_id::text, ','))
        FROM (
          SELECT user_id, (row_number() OVER () - 1) / 200 AS chunk
          FROM (SELECT DISTINCT user_id FROM appended) people
        ) numbered
        GROUP BY chunk;
        RETURN NULL;
      END
      $$
    `);
    await queryRunner.query(`
      CREATE TRIGGER media_events_notify AFTER INSERT ON media_events
      REFERENCING NEW TABLE AS appended
      FOR EACH STATEMENT EXECUTE FUNCTION media_events_notify()
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE media_events');
    await queryRunner.query('DROP FUNCTION media_events_notify');
  }
}
