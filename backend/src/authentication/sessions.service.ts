import { Injectable } from '@nestjs/common';
import type { SignedInSessions } from '@media-feed/contract';
import { AuditService } from '../audit/audit.service.ts';
import { NotFoundError } from '../errors/errors.ts';
import type { Caller } from '../identity/current-user.ts';
import { SessionRetentionRepository } from './session-retention.repository.ts';
import { SessionsRepository } from './sessions.repository.ts';

@Injectable()
export class SessionsService {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly retention: SessionRetentionRepository,
    private readonly audit: AuditService,
  ) {}

  /** The caller's sessions that go on, most recently used first. */
  async list({ id: userId, sessionId: ownSessionId }: Caller): Promise<SignedInSessions> {
    const rows = await this.sessions.findActive(userId);
    const items = rows.map((row) => ({
      id: row.id,
      device: row.device,
      createdAt: row.created_at.toISOString(),
      lastUsedAt: row.last_used_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      current: row.id === ownSessionId,
    }));
    return { items };
  }

  /** Its access tokens are refused, and its event streams end, within a second. Throws NotFoundError. */
  async revoke({ id: userId }: Caller, sessionId: string): Promise<void> {
    if (!(await this.sessions.revokeOwn(userId, sessionId))) {
      throw new NotFoundError('You have no such session.');
    }
    this.audit.record({ kind: 'session-revoked', userId, sessionId });
  }

  /** Removes what no call can ask for any more. */
  async prune(): Promise<void> {
    await this.retention.deleteEnded();
  }
}
