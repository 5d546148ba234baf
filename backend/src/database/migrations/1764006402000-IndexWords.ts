import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What published items are found by: the words of caption, alternative text and uploader's name, and how many items have
 * each word, for the plan of a search and for words that were mistyped (ADR 24). Kept by triggers, as tags are; items
 * that were published before get theirs from the reconciler.
 */
export class IndexWords1764006402000 implements MigrationInterface {
  readonly name = 'IndexWords1764006402000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await createWordFunctions(queryRunner);
    await createTables(queryRunner);
    await createIndexFunctions(queryRunner);
    await createTriggers(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TRIGGER users_index_words ON users');
    await queryRunner.query('DROP TRIGGER media_index_words ON media');
    await queryRunner.query('DROP TRIGGER media_index_words_of_new ON media');
    await queryRunner.query('DROP FUNCTION users_index_words, media_index_words, index_words');
    await queryRunner.query('DROP TABLE word_counts, media_words');
    await queryRunner.query('DROP FUNCTION search_document, word_slips, search_words');
  }
}

/** Scripts that put no space between words: Chinese, Japanese, Thai, Lao, Burmese, Khmer. */
const spaceless =
  '\\u3005-\\u3007\\u3041-\\u3096\\u309d-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff' +
  '\\U00020000-\\U0003ffff\\u0e01-\\u0e3a\\u0e40-\\u0e4e\\u0e81-\\u0ece\\u1000-\\u1049\\u1050-\\u109f\\u1780-\\u17d3';

/** Letters and digits, and the marks of Indian scripts, which are within words. */
const inWord = '[:alnum:]\\u0900-\\u0963\\u0966-\\u0d7f';

async function createWordFunctions(queryRunner: QueryRunner): Promise<void> {
  // Case, width and accents do not count, by Unicode whatever the database's locale is. A run of a script without spaces
  // becomes pairs of neighbours; a document has its last letter too, so that each letter begins a word.
  await queryRunner.query(`
    CREATE FUNCTION search_words(written text, asked boolean) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
      SELECT ARRAY(
        SELECT CASE WHEN is_spaceless THEN substr(run, place, 2) ELSE left(run, 60) END
        FROM (
          SELECT found[1] AS run, number, found[1] ~ '^[${spaceless}]' AS is_spaceless
          FROM regexp_matches(regexp_replace(
            normalize(regexp_replace(
              normalize(casefold(normalize(written, NFKC) COLLATE pg_unicode_fast), NFKD),
              '[\\u0300-\\u036f\\u0591-\\u05c7\\u064b-\\u065f\\u0670]+', '', 'g'
            ), NFKC),
            '([${spaceless}]+)', ' \\1 ', 'g'
          ), '[${inWord}${spaceless}]+', 'g') WITH ORDINALITY AS each (found, number)
        ) runs
        CROSS JOIN LATERAL generate_series(1, CASE
          WHEN NOT is_spaceless THEN 1
          WHEN asked THEN greatest(1, char_length(run) - 1)
          ELSE char_length(run)
        END) AS place
        ORDER BY number, place
      )
    $$
  `);
  // The word, and what is left of it without one of its letters: two that share one are a slip apart.
  await queryRunner.query(`
    CREATE FUNCTION word_slips(word text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE WHEN char_length(word) BETWEEN 4 AND 30 THEN ARRAY(
      SELECT word UNION SELECT overlay(word PLACING '' FROM place FOR 1)
      FROM generate_series(1, char_length(word)) AS place
    ) ELSE '{}' END
  `);
  // A phrase does not go on from one text into the next.
  await queryRunner.query(`
    CREATE FUNCTION search_document(texts text[]) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT coalesce(string_agg(
        '''' || word || ''':' || least(16383, row_number + 10 * (part - 1)), ' '
      ), '')::tsvector
      FROM (
        SELECT word, part, row_number() OVER (ORDER BY part, place)
        FROM unnest(texts) WITH ORDINALITY AS one (written, part),
          unnest(search_words(written, false)) WITH ORDINALITY AS found (word, place)
      ) placed
    $$
  `);
}

async function createTables(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE media_words (
      media_id uuid NOT NULL,
      type text NOT NULL,
      published_at timestamptz(3) NOT NULL,
      words tsvector NOT NULL,
      CONSTRAINT media_words_pkey PRIMARY KEY (media_id),
      CONSTRAINT media_words_media_id_fkey FOREIGN KEY (media_id) REFERENCES media (id) ON DELETE CASCADE
    )
  `);
  await queryRunner.query(
    'CREATE INDEX media_words_feed_idx ON media_words (published_at DESC, media_id DESC)',
  );
  // Without a list of what is pending, which every search would have to read.
  await queryRunner.query(
    'CREATE INDEX media_words_words_idx ON media_words USING gin (words) WITH (fastupdate = off)',
  );
  await queryRunner.query(`
    CREATE TABLE word_counts (
      word text COLLATE "C" NOT NULL,
      items integer NOT NULL,
      slips text[] NOT NULL,
      CONSTRAINT word_counts_pkey PRIMARY KEY (word)
    ) WITH (fillfactor = 80)
  `);
  await queryRunner.query(
    'CREATE INDEX word_counts_slips_idx ON word_counts USING gin (slips) WITH (fastupdate = off)',
  );
}

async function createIndexFunctions(queryRunner: QueryRunner): Promise<void> {
  // The same lock as for tags: counts have one writer at a time.
  await queryRunner.query(`
    CREATE FUNCTION index_words(item uuid) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      now_has record;
      had tsvector;
      gone text[];
      come text[];
    BEGIN
      PERFORM pg_advisory_xact_lock(7304, 0);
      SELECT m.type, m.published_at, search_document(ARRAY[m.caption, m.alt_text, u.name]) AS words INTO now_has
      FROM media m JOIN users u ON u.id = m.uploader_id
      WHERE m.id = item AND m.status = 'READY' AND m.deleted_at IS NULL;
      SELECT words INTO had FROM media_words WHERE media_id = item;
      gone := ARRAY(SELECT unnest(tsvector_to_array(had)) EXCEPT SELECT unnest(tsvector_to_array(now_has.words)));
      come := ARRAY(SELECT unnest(tsvector_to_array(now_has.words)) EXCEPT SELECT unnest(tsvector_to_array(had)));
      IF now_has.words IS NULL THEN
        DELETE FROM media_words WHERE media_id = item;
      ELSE
        INSERT INTO media_words AS kept (media_id, type, published_at, words)
        VALUES (item, now_has.type, now_has.published_at, now_has.words)
        ON CONFLICT (media_id) DO UPDATE
          SET type = excluded.type, published_at = excluded.published_at, words = excluded.words
          WHERE (kept.type, kept.published_at, kept.words)
            IS DISTINCT FROM (excluded.type, excluded.published_at, excluded.words);
      END IF;
      UPDATE word_counts SET items = items - 1 WHERE word = ANY (gone);
      INSERT INTO word_counts AS kept (word, items, slips)
      SELECT word, 1, word_slips(word) FROM unnest(come) AS word ORDER BY word
      ON CONFLICT (word) DO UPDATE SET items = kept.items + 1;
    END
    $$
  `);
  await queryRunner.query(`
    CREATE FUNCTION media_index_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM index_words(NEW.id);
      RETURN NULL;
    END
    $$
  `);
  // The newest at once; whoever has more waits for the reconciler with the rest.
  await queryRunner.query(`
    CREATE FUNCTION users_index_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM index_words(id) FROM (
        SELECT id FROM media WHERE uploader_id = NEW.id AND status = 'READY' AND deleted_at IS NULL
        ORDER BY published_at DESC, id DESC LIMIT 200
      ) newest;
      RETURN NULL;
    END
    $$
  `);
}

async function createTriggers(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE TRIGGER media_index_words_of_new AFTER INSERT ON media
    FOR EACH ROW WHEN (NEW.status = 'READY')
    EXECUTE FUNCTION media_index_words()
  `);
  await queryRunner.query(`
    CREATE TRIGGER media_index_words AFTER UPDATE OF status, deleted_at, caption, alt_text, type, published_at ON media
    FOR EACH ROW WHEN (OLD.status = 'READY' OR NEW.status = 'READY')
    EXECUTE FUNCTION media_index_words()
  `);
  await queryRunner.query(`
    CREATE TRIGGER users_index_words AFTER UPDATE OF name ON users
    FOR EACH ROW WHEN (OLD.name <> NEW.name)
    EXECUTE FUNCTION users_index_words()
  `);
}
