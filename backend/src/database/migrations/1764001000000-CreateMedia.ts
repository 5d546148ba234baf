import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Uploads and what became of them. Objects are named by key; no URL is ever stored. */
export class CreateMedia1764001000000 implements MigrationInterface {
  readonly name = 'CreateMedia1764001000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE media (
        id uuid NOT NULL,
        uploader_id uuid NOT NULL,
        type text NOT NULL,
        status text NOT NULL DEFAULT 'PENDING',
        declared_mime_type text NOT NULL,
        mime_type text,
        file_name text NOT NULL,
        size bigint NOT NULL,
        width integer,
        height integer,
        duration_seconds double precision,
        codecs text[] NOT NULL DEFAULT '{}',
        renditions jsonb NOT NULL DEFAULT '[]',
        placeholder text,
        etag text,
        alt_text text,
        likes_count integer NOT NULL DEFAULT 0,
        rejection_reason text,
        rejection_detail text,
        upload_id text,
        part_size integer,
        url_expires_at timestamptz(3) NOT NULL,
        deadline_at timestamptz(3) NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        arrived_at timestamptz(3),
        inspected_at timestamptz(3),
        published_at timestamptz(3),
        rejected_at timestamptz(3),
        expired_at timestamptz(3),
        removed_at timestamptz(3),
        deleted_at timestamptz(3),
        removal_requested_at timestamptz,
        CONSTRAINT media_pkey PRIMARY KEY (id),
        CONSTRAINT media_uploader_id_fkey FOREIGN KEY (uploader_id) REFERENCES users (id),
        CONSTRAINT media_type_known CHECK (type IN ('IMAGE', 'VIDEO', 'AUDIO')),
        CONSTRAINT media_status_known
          CHECK (status IN ('PENDING', 'READY', 'REJECTED', 'EXPIRED', 'REMOVED')),
        CONSTRAINT media_size_positive CHECK (size > 0),
        CONSTRAINT media_file_name_length CHECK (char_length(file_name) <= 255),
        CONSTRAINT media_alt_text_length CHECK (char_length(alt_text) BETWEEN 1 AND 1000),
        CONSTRAINT media_likes_count_not_negative CHECK (likes_count >= 0),
        CONSTRAINT media_multipart_whole CHECK (upload_id IS NULL OR part_size IS NOT NULL),
        CONSTRAINT media_published_whole CHECK (
          status NOT IN ('READY', 'REMOVED')
          OR (published_at IS NOT NULL AND mime_type IS NOT NULL AND renditions <> '[]'::jsonb)
        ),
        CONSTRAINT media_names_no_object_unjudged
          CHECK (status IN ('READY', 'REMOVED') OR renditions = '[]'::jsonb),
        CONSTRAINT media_rejected_with_reason CHECK (
          (status = 'REJECTED')
          = (rejection_reason IS NOT NULL AND rejection_detail IS NOT NULL AND rejected_at IS NOT NULL)
        ),
        CONSTRAINT media_expired_at_known CHECK ((status = 'EXPIRED') = (expired_at IS NOT NULL))
      ) WITH (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02)
    `);
    await queryRunner.query(`
      CREATE INDEX media_feed_idx ON media (published_at DESC, id DESC)
      WHERE status = 'READY' AND deleted_at IS NULL
    `);
    await queryRunner.query(`
      CREATE INDEX media_feed_type_idx ON media (type, published_at DESC, id DESC)
      WHERE status = 'READY' AND deleted_at IS NULL
    `);
    await queryRunner.query(`
      CREATE INDEX media_feed_uploader_idx ON media (uploader_id, published_at DESC, id DESC)
      WHERE status = 'READY' AND deleted_at IS NULL
    `);
    await queryRunner.query(`
      CREATE INDEX media_own_idx ON media (uploader_id, created_at DESC, id DESC) WHERE deleted_at IS NULL
    `);
    await queryRunner.query(`
      CREATE INDEX media_unfinished_idx ON media (uploader_id)
      WHERE status = 'PENDING' AND deleted_at IS NULL
    `);
    await queryRunner.query(`
      CREATE INDEX media_deadline_idx ON media (deadline_at)
      WHERE status = 'PENDING' AND deleted_at IS NULL
    `);
    await queryRunner.query(`
      CREATE INDEX media_removal_idx ON media (removal_requested_at) WHERE removal_requested_at IS NOT NULL
    `);
    // The moves of media-status.ts, and that a tombstone stays one.
    await queryRunner.query(`
      CREATE FUNCTION media_check_move() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.deleted_at IS NOT NULL THEN
          RAISE EXCEPTION 'media % is deleted', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'media_status_move';
        END IF;
        IF OLD.status <> NEW.status AND (OLD.status, NEW.status) NOT IN (
          ('PENDING', 'READY'), ('PENDING', 'REJECTED'), ('PENDING', 'EXPIRED'),
          ('READY', 'REMOVED'), ('REMOVED', 'READY')
        ) THEN
          RAISE EXCEPTION 'media % cannot move from % to %', OLD.id, OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'media_status_move';
        END IF;
        RETURN NEW;
      END
      $$
    `);
    await queryRunner.query(`
      CREATE TRIGGER media_status_move BEFORE UPDATE OF status, deleted_at ON media
      FOR EACH ROW EXECUTE FUNCTION media_check_move()
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE media');
    await queryRunner.query('DROP FUNCTION media_check_move');
  }
}
