import { Inject, Injectable } from '@nestjs/common';
import { Client } from 'pg';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { clientOptions } from '../database/data-source.ts';
import { advisoryLock } from '../media/statements/advisory-locks.ts';

/** One of many instances works at a time. */
@Injectable()
export class ReconcilerLock {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /**
   * `undefined` when another instance is at it. On a connection of its own, since the lock is the session's
   * and the work may take its time. Throws when the database is unavailable.
   */
  async hold<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    const client = new Client(clientOptions(this.config));
    client.on('error', () => undefined);
    await client.connect();
    try {
      const { rows } = await client.query<{ locked: boolean }>(
        'SELECT pg_try_advisory_lock($1, 0) AS locked',
        [advisoryLock.reconciler],
      );
      return rows[0]?.locked ? await work() : undefined;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
