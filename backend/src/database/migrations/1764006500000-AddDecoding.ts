import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is made of published recordings afterwards: a sound's waveform, and when it was asked for and came. */
export class AddDecoding1764006500000 implements MigrationInterface {
  readonly name = 'AddDecoding1764006500000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE media
        ADD COLUMN peaks text,
        ADD COLUMN decoded_at timestamptz(3),
        ADD COLUMN decode_asked_at timestamptz(3),
        ADD COLUMN decode_asks smallint NOT NULL DEFAULT 0,
        ADD CONSTRAINT media_peaks_length CHECK (char_length(peaks) <= 1068),
        ADD CONSTRAINT media_peaks_of_sound CHECK (peaks IS NULL OR type = 'AUDIO')
    `);
    await queryRunner.query(`
      CREATE INDEX media_undecoded_idx ON media (published_at DESC)
      WHERE status = 'READY' AND deleted_at IS NULL AND decoded_at IS NULL AND decode_asks < 3
        AND type IN ('VIDEO', 'AUDIO')
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX media_undecoded_idx');
    await queryRunner.query(`
      ALTER TABLE media
        DROP COLUMN decode_asks, DROP COLUMN decode_asked_at, DROP COLUMN decoded_at, DROP COLUMN peaks
    `);
  }
}
