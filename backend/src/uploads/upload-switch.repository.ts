import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';

const find: Statement = {
  name: 'upload_switch_find',
  text: `SELECT is_on FROM site_switches WHERE name = 'uploads'`,
};

const turn: Statement = {
  name: 'upload_switch_turn',
  text: `
    INSERT INTO site_switches (name, is_on) VALUES ('uploads', $1)
    ON CONFLICT (name) DO UPDATE SET is_on = excluded.is_on`,
};

@Injectable()
export class UploadSwitchRepository {
  constructor(private readonly database: Database) {}

  /** On where nobody has said otherwise. */
  async isOn(): Promise<boolean> {
    const [row] = await this.database.query<{ is_on: boolean }>(find);
    return row?.is_on ?? true;
  }

  async turn(isOn: boolean): Promise<void> {
    await this.database.query(turn, [isOn]);
  }
}
