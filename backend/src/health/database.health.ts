import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';

@Injectable()
export class DatabaseHealth {
  constructor(private readonly database: Database) {}

  /** Throws when PostgreSQL does not answer. */
  async ping(): Promise<void> {
    await this.database.query({ name: 'health-ping', text: 'SELECT 1' });
  }
}
