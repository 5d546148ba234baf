import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which published items have a tag, newest first, and how many: `tag_counts` is for one tag what `feed_counts` is for
 * the feed, and `tags` is for completion. Kept by a trigger, so that whatever publishes, removes or edits an item keeps
 * them, the version before this one too. `name` is the tag as it was first written.
 */
export class IndexTags1764006401000 implements MigrationInterface {
  readonly name = 'IndexTags1764006401000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await createTables(queryRunner);
    await createFunctions(queryRunner);
    await queryRunner.query(`
      CREATE TRIGGER media_index_tags_of_new AFTER INSERT ON media
      FOR EACH ROW WHEN (NEW.status = 'READY' AND NEW.tags <> '{}')
      EXECUTE FUNCTION media_index_tags()
    `);
    await queryRunner.query(`
      CREATE TRIGGER media_index_tags AFTER UPDATE OF status, deleted_at, tags, type, published_at ON media
      FOR EACH ROW WHEN (
        (OLD.status = 'READY' OR NEW.status = 'READY') AND (OLD.tags <> '{}' OR NEW.tags <> '{}')
      )
      EXECUTE FUNCTION media_index_tags()
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TRIGGER media_index_tags ON media');
    await queryRunner.query('DROP TRIGGER media_index_tags_of_new ON media');
    await queryRunner.query('DROP FUNCTION media_index_tags');
    await queryRunner.query('DROP FUNCTION index_tags');
    await queryRunner.query('DROP TABLE tags, tag_counts, media_tags');
  }
}

async function createTables(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE media_tags (
      key text COLLATE "C" NOT NULL,
      media_id uuid NOT NULL,
      type text NOT NULL,
      published_at timestamptz(3) NOT NULL,
      CONSTRAINT media_tags_pkey PRIMARY KEY (media_id, key),
      CONSTRAINT media_tags_media_id_fkey FOREIGN KEY (media_id) REFERENCES media (id) ON DELETE CASCADE
    )
  `);
  await queryRunner.query(
    'CREATE INDEX media_tags_feed_idx ON media_tags (key, published_at DESC, media_id DESC)',
  );
  await queryRunner.query(
    'CREATE INDEX media_tags_feed_type_idx ON media_tags (key, type, published_at DESC, media_id DESC)',
  );
  await queryRunner.query(`
    CREATE TABLE tag_counts (
      key text COLLATE "C" NOT NULL,
      level smallint NOT NULL,
      type text NOT NULL,
      bucket bigint NOT NULL,
      items integer NOT NULL,
      CONSTRAINT tag_counts_pkey PRIMARY KEY (key, level, type, bucket),
      CONSTRAINT tag_counts_level_known CHECK (level BETWEEN 0 AND 3)
    ) WITH (fillfactor = 70)
  `);
  await queryRunner.query(`
    CREATE TABLE tags (
      key text COLLATE "C" NOT NULL,
      name text NOT NULL,
      items integer NOT NULL,
      CONSTRAINT tags_pkey PRIMARY KEY (key)
    )
  `);
  await queryRunner.query('CREATE INDEX tags_items_idx ON tags (items DESC, key) WHERE items > 0');
}

async function createFunctions(queryRunner: QueryRunner): Promise<void> {
  // Counts have one writer at a time, from here to its commit, so that no two wait for each other's rows.
  await queryRunner.query(`
    CREATE FUNCTION index_tags(
      item uuid, gone text[], come text[], names text[],
      old_type text, old_published_at timestamptz, new_type text, new_published_at timestamptz
    ) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      IF gone = '{}' AND come = '{}' THEN RETURN; END IF;
      PERFORM pg_advisory_xact_lock(7304, 0);
      DELETE FROM media_tags WHERE media_id = item AND key = ANY (gone);
      UPDATE tag_counts SET items = items - 1
      FROM unnest(gone) AS tag CROSS JOIN generate_series(0, 3) AS depth
      WHERE key = tag AND level = depth AND type = old_type AND bucket = feed_bucket(old_published_at, depth);
      UPDATE tags SET items = items - 1 WHERE key = ANY (gone);

      INSERT INTO media_tags (key, media_id, type, published_at)
      SELECT tag, item, new_type, new_published_at FROM unnest(come) AS tag;
      INSERT INTO tag_counts (key, level, type, bucket, items)
      SELECT tag, depth, new_type, feed_bucket(new_published_at, depth), 1
      FROM unnest(come) AS tag CROSS JOIN generate_series(0, 3) AS depth
      ON CONFLICT (key, level, type, bucket) DO UPDATE SET items = tag_counts.items + 1;
      INSERT INTO tags (key, name, items)
      SELECT DISTINCT ON (tag_key(name)) tag_key(name), name, 1 FROM unnest(names) AS name
      WHERE tag_key(name) = ANY (come)
      ON CONFLICT (key) DO UPDATE SET
        name = CASE WHEN tags.items > 0 THEN tags.name ELSE excluded.name END, items = tags.items + 1;
    END
    $$
  `);
  await queryRunner.query(`
    CREATE FUNCTION media_index_tags() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      gone text[] := '{}';
      come text[] := '{}';
      kept text[];
    BEGIN
      IF TG_OP = 'UPDATE' AND OLD.status = 'READY' AND OLD.deleted_at IS NULL THEN
        gone := ARRAY(SELECT tag_key(tag) FROM unnest(OLD.tags) AS tag);
      END IF;
      IF NEW.status = 'READY' AND NEW.deleted_at IS NULL THEN
        come := ARRAY(SELECT tag_key(tag) FROM unnest(NEW.tags) AS tag);
      END IF;
      IF TG_OP = 'UPDATE' AND (OLD.type, OLD.published_at) IS NOT DISTINCT FROM (NEW.type, NEW.published_at) THEN
        kept := ARRAY(SELECT unnest(gone) INTERSECT SELECT unnest(come));
        gone := ARRAY(SELECT unnest(gone) EXCEPT SELECT unnest(kept));
        come := ARRAY(SELECT unnest(come) EXCEPT SELECT unnest(kept));
      END IF;
      IF TG_OP = 'UPDATE' THEN
        PERFORM index_tags(NEW.id, gone, come, NEW.tags, OLD.type, OLD.published_at, NEW.type, NEW.published_at);
      ELSE
        PERFORM index_tags(NEW.id, '{}', come, NEW.tags, NULL, NULL, NEW.type, NEW.published_at);
      END IF;
      RETURN NULL;
    END
    $$
  `);
}
