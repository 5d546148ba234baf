import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { Database } from '../database/database.ts';

/** In one statement, so that none holds its locks for long. */
const rowsAtOnce = 5_000;

/** An ended session is kept a day at least, and longer than a process may look for the ones that it did not hear of. */
const keptSeconds = 24 * 60 * 60;

/** Forgets sessions and refresh tokens that are good for nothing any more. */
@Injectable()
export class SessionRetentionRepository {
  constructor(
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async deleteEnded(): Promise<void> {
    const seconds = Math.max(keptSeconds, 2 * this.config.accessTokenTtlSeconds);
    await this.deleteAll(deleteEndedSessions, [seconds]);
    await this.deleteAll(deleteExpiredTokens, []);
  }

  private async deleteAll(
    statement: typeof deleteEndedSessions | typeof deleteExpiredTokens,
    values: readonly number[],
  ): Promise<void> {
    for (let deleted = rowsAtOnce; deleted === rowsAtOnce;) {
      deleted = (await this.database.query(statement, values)).length;
    }
  }
}

/** Their tokens go with them. */
const deleteEndedSessions = {
  name: 'sessions-delete-ended',
  text: `
    DELETE FROM sessions WHERE id IN (
      SELECT id FROM sessions
      WHERE revoked_at < now() - make_interval(secs => $1) OR expires_at < now() - make_interval(secs => $1)
      LIMIT ${String(rowsAtOnce)}
    )
    RETURNING id`,
};

/** Past its end a token is refused alike whether it is known or not. */
const deleteExpiredTokens = {
  name: 'refresh-tokens-delete-expired',
  text: `
    DELETE FROM refresh_tokens WHERE token_hash IN (
      SELECT token_hash FROM refresh_tokens WHERE expires_at < now() LIMIT ${String(rowsAtOnce)}
    )
    RETURNING token_hash`,
};
