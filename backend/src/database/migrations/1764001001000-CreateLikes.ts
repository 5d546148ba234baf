import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLikes1764001001000 implements MigrationInterface {
  readonly name = 'CreateLikes1764001001000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE likes (
        media_id uuid NOT NULL,
        user_id uuid NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT likes_pkey PRIMARY KEY (media_id, user_id),
        CONSTRAINT likes_media_id_fkey FOREIGN KEY (media_id) REFERENCES media (id) ON DELETE CASCADE,
        CONSTRAINT likes_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
      )
    `);
    await queryRunner.query('CREATE INDEX likes_user_id_idx ON likes (user_id, media_id)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE likes');
  }
}
