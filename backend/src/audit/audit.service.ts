import { createHmac } from 'node:crypto';
import type { ExportPage } from '@media-feed/contract';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { cutPage, decodePosition } from '../http/list-position.ts';
import { currentRequest } from '../http/request-context.ts';
import type { Config } from '../config/config.ts';
import { CONFIG } from '../config/config.module.ts';
import { emailKeyOf } from '../identity/email-key.ts';
import type { SecurityEvent } from './security-event.ts';
import { type SecurityEventRow, SecurityEventsRepository } from './security-events.repository.ts';

const flushAfterMs = 100;
const retryAfterMs = 5_000;
const maxWaitingEvents = 10_000;
const hourMs = 60 * 60 * 1000;

/**
 * Remembers security events, in the log at once and in the database a moment later, many by one statement. No
 * request waits for it or fails because of it; while the database is unavailable events wait in memory.
 */
@Injectable()
export class AuditService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(AuditService.name);
  private waiting: SecurityEventRow[] = [];
  private flushing: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private cleaning: NodeJS.Timeout | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly events: SecurityEventsRepository,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.role === 'consumer') return;
    this.cleaning = setInterval(() => void this.forgetOld(), hourMs);
    this.cleaning.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.cleaning);
    clearTimeout(this.timer);
    await this.flush();
  }

  record({ account, ...event }: SecurityEvent): void {
    const request = currentRequest();
    const row: SecurityEventRow = {
      id: uuidv7(),
      at: new Date(),
      kind: event.kind,
      userId: event.userId,
      sessionId: event.sessionId,
      mediaId: event.mediaId,
      requestId: request?.requestId,
      addressHash: request && this.hash('address', request.address),
      accountHash: account === undefined ? undefined : this.accountHashOf(account),
      detail: event.detail,
    };
    const { id: _id, at: _at, ...facts } = row;
    this.logger.log(facts, 'Security event');
    if (this.waiting.length < maxWaitingEvents) this.waiting.push(row);
    this.flushIn(flushAfterMs);
  }

  /** What was noted of that person, newest first, for them to take along. */
  async listOwn(
    userId: string,
    { cursor, size }: { readonly cursor: string | undefined; readonly size: number },
  ): Promise<{ items: ExportPage['securityEvents']; nextCursor: string | null }> {
    const position = cursor === undefined ? undefined : decodePosition(cursor);
    const { rows, nextCursor } = cutPage(await this.events.findOf(userId, position, size + 1), size);
    const items = rows.map(({ at, kind, media_id: mediaId, detail }) => ({
      at: new Date(at).toISOString(),
      kind,
      mediaId,
      detail,
    }));
    return { items, nextCursor };
  }

  /** By which an address is known here that no user is. */
  accountHashOf(email: string): string {
    return this.hash('account', emailKeyOf(email));
  }

  /** Removes what is older than its retention. */
  async forgetOld(): Promise<void> {
    await this.events.deleteOlderThan(this.config.auditRetentionDays).catch((error: unknown) => {
      this.logger.warn({ err: error }, 'Old security events not deleted, will be retried');
    });
  }

  /** Resolves once everything recorded so far is in the database, or the database is unavailable. */
  flush(): Promise<void> {
    this.timer = undefined;
    this.flushing = this.flushing.then(() => this.write());
    return this.flushing;
  }

  private async write(): Promise<void> {
    const batch = this.waiting.slice(0, 1000);
    if (batch.length === 0) return;
    try {
      await this.events.insert(batch);
      this.waiting = this.waiting.slice(batch.length);
      if (this.waiting.length > 0) this.flushIn(0);
    } catch (error) {
      this.logger.warn(
        { err: error, waiting: this.waiting.length },
        'Security events not stored, will be retried',
      );
      this.flushIn(retryAfterMs);
    }
  }

  private flushIn(milliseconds: number): void {
    this.timer ??= setTimeout(() => void this.flush(), milliseconds).unref();
  }

  /** Keyed, so that nobody finds an address by hashing all there are; the same one gives the same hash. */
  private hash(kind: string, value: string): string {
    return createHmac('sha256', this.config.jwtSecret)
      .update(`audit\0${kind}\0${value}`)
      .digest('hex')
      .slice(0, 16);
  }
}
