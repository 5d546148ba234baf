import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether uploads are taken: one row, which every process reads with each request for an upload. */
export class AddUploadSwitch1764007202000 implements MigrationInterface {
  readonly name = 'AddUploadSwitch1764007202000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE site_switches (
        name text NOT NULL,
        is_on boolean NOT NULL,
        CONSTRAINT site_switches_pkey PRIMARY KEY (name)
      )
    `);
    await queryRunner.query(`INSERT INTO site_switches (name, is_on) VALUES ('uploads', true)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE site_switches');
  }
}
