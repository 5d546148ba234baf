import { Inject, Injectable } from '@nestjs/common';
import type { QueryResultRow } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { Database, type Queryable } from '../database/database.ts';

/** What became of a refresh token that was presented. */
export type Rotation =
  { outcome: 'rotated' | 'revoked'; userId: string; sessionId: string } | { outcome: 'refused' };

/** A session that goes on. */
export interface ActiveSession {
  readonly id: string;
  readonly device: string | null;
  readonly created_at: Date;
  readonly last_used_at: Date;
  readonly expires_at: Date;
}

interface FoundToken {
  session_id: string;
  user_id: string;
  ended: boolean;
  superseded: boolean;
  within_grace: boolean;
}

/**
 * Sessions and their refresh tokens. All times are the database's, so that instances whose clocks differ agree.
 */
@Injectable()
export class SessionsRepository {
  constructor(
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Begins a session with its first token, and forgets the user's sessions that have run out. Gives its id;
   * `undefined` for a suspended user, also where the suspension is under way.
   */
  async start(userId: string, tokenHash: Buffer, device: string | null): Promise<string | undefined> {
    const sessionId = uuidv7();
    return this.database.transaction(async (transaction) => {
      await transaction.query(deleteExpiredSessions, [userId]);
      const values = [sessionId, userId, this.config.refreshTokenTtlSeconds, device];
      const started = await transaction.query(insertSession, values);
      if (started.length === 0) return undefined;
      await this.insertToken(transaction, sessionId, tokenHash);
      return sessionId;
    });
  }

  /**
   * Exchanges one token for another of its family. A token that was exchanged already is answered for a few
   * seconds more, with a token of its own; after that it was stolen, by whoever came second, and the whole
   * family is revoked. The session's row is locked, so that parallel calls are decided one after the other.
   */
  async rotate(presented: Buffer, replacement: Buffer): Promise<Rotation> {
    return this.database.transaction(async (transaction) => {
      const [session] = await transaction.query<{ id: string }>(lockSession, [presented]);
      if (!session) return { outcome: 'refused' };
      const grace = this.config.refreshReuseGraceSeconds;
      const [token] = await transaction.query<FoundToken>(findToken, [presented, grace]);
      if (!token || token.ended) return { outcome: 'refused' };
      const found = { userId: token.user_id, sessionId: token.session_id };
      if (token.superseded && !token.within_grace) {
        await transaction.query(revokeSession, [presented]);
        return { outcome: 'revoked', ...found };
      }
      // Siblings too: of two tokens that one was exchanged for, only the one in use goes on.
      if (!token.superseded) await transaction.query(supersedeTokens, [token.session_id]);
      await this.insertToken(transaction, token.session_id, replacement);
      return { outcome: 'rotated', ...found };
    });
  }

  /** Ends the token's whole family and says whose it was; nothing happens for a token that nobody knows. */
  async revoke(tokenHash: Buffer): Promise<{ id: string; user_id: string } | undefined> {
    const [session] = await this.database.query<{ id: string; user_id: string }>(revokeSession, [tokenHash]);
    return session;
  }

  /** The user's sessions that go on, the most recently used 100. */
  findActive(userId: string): Promise<ActiveSession[]> {
    return this.database.query<ActiveSession & QueryResultRow>(findActiveSessions, [userId]);
  }

  /** False where the user has no such session that goes on. */
  async revokeOwn(userId: string, sessionId: string): Promise<boolean> {
    const rows = await this.database.query(revokeOwnSession, [userId, sessionId]);
    return rows.length > 0;
  }

  private async insertToken(transaction: Queryable, sessionId: string, hash: Buffer): Promise<void> {
    await transaction.query(insertToken, [hash, sessionId, this.config.refreshTokenTtlSeconds]);
  }
}

const deleteExpiredSessions = {
  name: 'sessions-delete-expired',
  text: 'DELETE FROM sessions WHERE user_id = $1 AND expires_at < now()',
};

/** The lock: a suspension that is under way is waited for, or waits and then ends this session too. */
const insertSession = {
  name: 'sessions-insert',
  text: `
    INSERT INTO sessions (id, user_id, expires_at, device)
    SELECT $1, id, now() + make_interval(secs => $3), $4 FROM users
    WHERE id = $2 AND suspended_at IS NULL
    FOR SHARE
    RETURNING id`,
};

const lockSession = {
  name: 'sessions-lock',
  text: `
    SELECT id FROM sessions
    WHERE id = (SELECT session_id FROM refresh_tokens WHERE token_hash = $1)
    FOR UPDATE`,
};

/** `clock_timestamp()`: `now()` is when the transaction began, which may be long before the lock was given. */
const findToken = {
  name: 'refresh-tokens-find',
  text: `
    SELECT token.session_id, session.user_id,
      session.revoked_at IS NOT NULL OR token.expires_at <= clock_timestamp() AS ended,
      token.superseded_at IS NOT NULL AS superseded,
      coalesce(token.superseded_at > clock_timestamp() - make_interval(secs => $2), false) AS within_grace
    FROM refresh_tokens token
    JOIN sessions session ON session.id = token.session_id
    WHERE token.token_hash = $1`,
};

const supersedeTokens = {
  name: 'refresh-tokens-supersede',
  text: `
    UPDATE refresh_tokens SET superseded_at = clock_timestamp()
    WHERE session_id = $1 AND superseded_at IS NULL`,
};

const insertToken = {
  name: 'refresh-tokens-insert',
  text: `
    WITH prolonged AS (
      UPDATE sessions SET
        expires_at = clock_timestamp() + make_interval(secs => $3),
        last_used_at = clock_timestamp()
      WHERE id = $2
    )
    INSERT INTO refresh_tokens (token_hash, session_id, expires_at)
    VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3))`,
};

const revokeSession = {
  name: 'sessions-revoke',
  text: `
    UPDATE sessions SET revoked_at = now()
    WHERE id = (SELECT session_id FROM refresh_tokens WHERE token_hash = $1) AND revoked_at IS NULL
    RETURNING id, user_id`,
};

const findActiveSessions = {
  name: 'sessions-find-active',
  text: `
    SELECT id, device, created_at, last_used_at, expires_at FROM sessions
    WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > now()
    ORDER BY last_used_at DESC, id DESC
    LIMIT 100`,
};

const revokeOwnSession = {
  name: 'sessions-revoke-own',
  text: `
    UPDATE sessions SET revoked_at = now()
    WHERE id = $2 AND user_id = $1 AND revoked_at IS NULL AND expires_at > now()
    RETURNING id`,
};
