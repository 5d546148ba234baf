import { Inject, Injectable } from '@nestjs/common';
import type { QueryResultRow } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { Database, type Queryable } from '../database/database.ts';

/** What became of a refresh token that was presented. */
export type Rotation =
  | { outcome: 'rotated' | 'revoked'; userId: string; sessionId: string }
  | { outcome: 'refused' }
  | { outcome: 'limited'; retryAfterSeconds: number };

/** Who signs in: the session begins only where this is still the account's password. */
export interface SignedIn {
  readonly userId: string;
  /** The hash that the password was compared with. */
  readonly passwordHash: string;
}

/** A session that goes on. */
export interface ActiveSession {
  readonly id: string;
  readonly device: string | null;
  readonly created_at: Date;
  readonly last_used_at: Date;
  readonly expires_at: Date;
}

/** Old tokens of a session that are known when they come back; older ones are refused as unknown. */
const minKeptTokens = 100;

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
   * Begins a session with its first token, writes what else there is to write, and forgets the user's sessions that have run out. Gives its id;
   * `undefined` for a suspended user, or one whose password is another one by now, also where either is under way.
   */
  async start(
    { userId, passwordHash }: SignedIn,
    tokenHash: Buffer,
    device: string | null,
    also?: (transaction: Queryable) => Promise<void>,
  ): Promise<string | undefined> {
    const sessionId = uuidv7();
    return this.database.transaction(async (transaction) => {
      await transaction.query(deleteExpiredSessions, [userId]);
      const values = [sessionId, userId, this.lifetimeSeconds, device, passwordHash];
      const started = await transaction.query(insertSession, values);
      if (started.length === 0) return undefined;
      await this.insertToken(transaction, sessionId, tokenHash);
      await also?.(transaction);
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
      const { refreshReuseGraceSeconds: grace, sessionMaxAgeSeconds: maxAge } = this.config;
      const [token] = await transaction.query<FoundToken>(findToken, [presented, grace, maxAge]);
      if (!token || token.ended) return { outcome: 'refused' };
      const found = { userId: token.user_id, sessionId: token.session_id };
      if (token.superseded && !token.within_grace) {
        await transaction.query(revokeSession, [presented]);
        return { outcome: 'revoked', ...found };
      }
      const retryAfterSeconds = await this.findWait(transaction, token.session_id);
      if (retryAfterSeconds !== undefined) return { outcome: 'limited', retryAfterSeconds };
      // Siblings too: of two tokens that one was exchanged for, only the one in use goes on.
      if (!token.superseded) await transaction.query(supersedeTokens, [token.session_id]);
      await this.insertToken(transaction, token.session_id, replacement);
      // The limit counts them.
      const kept = Math.max(minKeptTokens, this.config.callLimits.refreshLimitPerSession);
      await transaction.query(deleteExcessTokens, [token.session_id, kept]);
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

  /** The sessions that were ended in the last `seconds`, those that only ran out not included. */
  async findEndedWithin(seconds: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(findEnded, [seconds]);
    return rows.map(({ id }) => id);
  }

  /** How long until the session may be refreshed again; `undefined` where it may be now. */
  private async findWait(transaction: Queryable, sessionId: string): Promise<number | undefined> {
    const { rateLimits, rateLimitWindowSeconds: window, callLimits } = this.config;
    if (!rateLimits) return undefined;
    const values = [sessionId, window, callLimits.refreshLimitPerSession - 1];
    const [last] = await transaction.query<{ seconds: number }>(findWait, values);
    return last && Math.max(1, Math.ceil(last.seconds));
  }

  private async insertToken(transaction: Queryable, sessionId: string, hash: Buffer): Promise<void> {
    const { sessionMaxAgeSeconds } = this.config;
    await transaction.query(insertToken, [hash, sessionId, this.lifetimeSeconds, sessionMaxAgeSeconds]);
  }

  private get lifetimeSeconds(): number {
    const { refreshTokenTtlSeconds, sessionMaxAgeSeconds } = this.config;
    return Math.min(refreshTokenTtlSeconds, sessionMaxAgeSeconds);
  }
}

const deleteExpiredSessions = {
  name: 'sessions-delete-expired',
  text: 'DELETE FROM sessions WHERE user_id = $1 AND expires_at < now()',
};

/**
 * The lock: a suspension or a change of the password that is under way is waited for, or waits and then ends this
 * session too.
 */
const insertSession = {
  name: 'sessions-insert',
  text: `
    INSERT INTO sessions (id, user_id, expires_at, device)
    SELECT $1, id, now() + make_interval(secs => $3), $4 FROM users
    WHERE id = $2 AND suspended_at IS NULL AND password_hash = $5
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
      session.revoked_at IS NOT NULL OR token.expires_at <= clock_timestamp()
        OR session.created_at <= clock_timestamp() - make_interval(secs => $3) AS ended,
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
        expires_at = least(clock_timestamp() + make_interval(secs => $3), created_at + make_interval(secs => $4)),
        last_used_at = clock_timestamp()
      WHERE id = $2
      RETURNING id, expires_at
    )
    INSERT INTO refresh_tokens (token_hash, session_id, issued_at, expires_at)
    SELECT $1, id, clock_timestamp(), expires_at FROM prolonged`,
};

/** When the last but so many tokens was given out, if that is within the window. */
const findWait = {
  name: 'refresh-tokens-find-wait',
  text: `
    SELECT extract(epoch FROM issued_at + make_interval(secs => $2) - clock_timestamp())::float8 AS seconds
    FROM refresh_tokens
    WHERE session_id = $1 AND issued_at > clock_timestamp() - make_interval(secs => $2)
    ORDER BY issued_at DESC OFFSET $3 LIMIT 1`,
};

/** With each new token at most one goes, so that a session never has more rows than it needs. */
const deleteExcessTokens = {
  name: 'refresh-tokens-delete-excess',
  text: `
    DELETE FROM refresh_tokens WHERE token_hash IN (
      SELECT token_hash FROM refresh_tokens WHERE session_id = $1 AND superseded_at IS NOT NULL
      ORDER BY issued_at DESC OFFSET $2
    )`,
};

const findEnded = {
  name: 'sessions-find-ended',
  text: 'SELECT id FROM sessions WHERE revoked_at > now() - make_interval(secs => $1)',
};

const revokeSession = {
  name: 'sessions-revoke',
  text: `
    UPDATE sessions SET revoked_at = clock_timestamp()
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
    UPDATE sessions SET revoked_at = clock_timestamp()
    WHERE id = $2 AND user_id = $1 AND revoked_at IS NULL AND expires_at > now()
    RETURNING id`,
};
