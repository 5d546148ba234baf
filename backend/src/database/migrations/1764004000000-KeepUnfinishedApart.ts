import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Each with the least value that its column can have: a condition that says nothing, except to the planner. */
const indexes = [
  { name: 'media_unfinished_idx', column: 'uploader_id', least: '00000000-0000-0000-0000-000000000000' },
  { name: 'media_deadline_idx', column: 'deadline_at', least: '-infinity' },
  { name: 'media_next_look_idx', column: 'next_look_at', least: '-infinity' },
];

/**
 * The indexes of unfinished items are for those who ask by their column. The planner knows them from the last
 * vacuum, when there may have been none: a look-up by id that also said PENDING took one of them and read, after
 * a burst, everybody's thirty thousand items for each.
 */
export class KeepUnfinishedApart1764004000000 implements MigrationInterface {
  readonly name = 'KeepUnfinishedApart1764004000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const { name, column, least } of indexes) {
      await queryRunner.query(`DROP INDEX ${name}`);
      await queryRunner.query(`
        CREATE INDEX ${name} ON media (${column})
        WHERE status = 'PENDING' AND deleted_at IS NULL AND ${column} > '${least}'
      `);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const { name, column } of indexes) {
      await queryRunner.query(`DROP INDEX ${name}`);
      await queryRunner.query(`
        CREATE INDEX ${name} ON media (${column}) WHERE status = 'PENDING' AND deleted_at IS NULL
      `);
    }
  }
}
