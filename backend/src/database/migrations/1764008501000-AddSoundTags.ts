import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a sound says of itself, for its owner; null where it says nothing. */
export class AddSoundTags1764008501000 implements MigrationInterface {
  readonly name = 'AddSoundTags1764008501000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE media
        ADD COLUMN sound_tags jsonb,
        ADD CONSTRAINT media_sound_tags_bounded CHECK (
          jsonb_typeof(sound_tags) = 'object' AND char_length(sound_tags::text) <= 4096
        )
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE media DROP COLUMN sound_tags');
  }
}
