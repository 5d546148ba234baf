import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';

const find: Statement = {
  name: 'scans_find',
  text: 'SELECT position FROM reconciliation_scans WHERE name = $1',
};

const save: Statement = {
  name: 'scans_save',
  text: `
    INSERT INTO reconciliation_scans (name, position, completed_at)
    VALUES ($1, $2, CASE WHEN $2 = '' THEN now() END)
    ON CONFLICT (name) DO UPDATE SET
      position = excluded.position,
      completed_at = coalesce(excluded.completed_at, reconciliation_scans.completed_at)`,
};

@Injectable()
export class ScansRepository {
  constructor(private readonly database: Database) {}

  /** Empty for one that has not begun. */
  async findPosition(name: string): Promise<string> {
    const [row] = await this.database.query<{ position: string }>(find, [name]);
    return row?.position ?? '';
  }

  /** An empty position says that everything has been seen. */
  async savePosition(name: string, position: string): Promise<void> {
    await this.database.query(save, [name, position]);
  }

  /** The database's clock: rows are compared with it, whatever this machine's clock says. */
  async now(): Promise<Date> {
    const [row] = await this.database.query<{ now: Date }>({
      name: 'scans_now',
      text: 'SELECT clock_timestamp() AS now',
    });
    return row?.now ?? new Date();
  }
}
