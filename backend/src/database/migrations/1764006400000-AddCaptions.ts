import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What people write of an item. `tags` are those of the caption, which the API finds (contract/src/caption.ts); here two
 * are the same where their keys are.
 */
export class AddCaptions1764006400000 implements MigrationInterface {
  readonly name = 'AddCaptions1764006400000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE media
        ADD COLUMN caption text,
        ADD COLUMN tags text[] NOT NULL DEFAULT '{}',
        ADD COLUMN edited_at timestamptz(3),
        ADD CONSTRAINT media_caption_length CHECK (char_length(caption) BETWEEN 1 AND 2000),
        ADD CONSTRAINT media_tags_count CHECK (cardinality(tags) <= 30)
    `);
    // Without regard to case, width and composition, by Unicode's full folding whatever the database's own locale is.
    // One character can become eighteen: what goes into an index has a bound.
    await queryRunner.query(`
      CREATE FUNCTION tag_key(tag text) RETURNS text
      LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
      RETURN left(normalize(casefold(normalize(tag, NFKC) COLLATE pg_unicode_fast), NFKC), 200)
    `);
    await queryRunner.query(`
      CREATE FUNCTION distinct_tags(found text[]) RETURNS text[]
      LANGUAGE sql IMMUTABLE PARALLEL SAFE
      RETURN ARRAY(
        SELECT tag FROM (
          SELECT DISTINCT ON (tag_key(tag)) tag, place
          FROM unnest(found) WITH ORDINALITY AS written (tag, place)
          ORDER BY tag_key(tag), place
        ) firsts
        ORDER BY place LIMIT 30
      )
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION distinct_tags');
    await queryRunner.query('DROP FUNCTION tag_key');
    await queryRunner.query('ALTER TABLE media DROP COLUMN caption, DROP COLUMN tags, DROP COLUMN edited_at');
  }
}
