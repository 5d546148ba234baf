import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { NotificationListener } from '../database/notification-listener.ts';
import { SessionsRepository } from './sessions.repository.ts';

/** How much later than the end of its session an access token may be made, by a request that was under way. */
const marginSeconds = 120;

/**
 * The sessions whose access tokens are refused although they have not expired: access tokens are verified without the
 * database, so each process keeps in memory which sessions ended, for as long as one of their tokens may live. It
 * hears of them from PostgreSQL (the trigger `sessions_notify_ended`), whoever ended them and by whatever statement,
 * and looks once for those that it may not have heard of, each time it is connected.
 */
@Injectable()
export class EndedSessions {
  /** By id, until when it is kept, on the clock of `performance.now()`; the oldest first. */
  private readonly keptUntil = new Map<string, number>();
  private readonly listeners: ((sessionId: string) => void)[] = [];
  private readonly keptSeconds: number;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly sessions: SessionsRepository,
    listener: NotificationListener,
  ) {
    this.keptSeconds = config.accessTokenTtlSeconds + marginSeconds;
    listener.add({
      channel: 'sessions_ended',
      onNotification: (sessionId) => this.note(sessionId),
      onConnected: () => this.findMissed(),
    });
  }

  has(sessionId: string): boolean {
    return this.keptUntil.has(sessionId);
  }

  /** Called as soon as this process knows. */
  onEnd(listener: (sessionId: string) => void): void {
    this.listeners.push(listener);
  }

  private async findMissed(): Promise<void> {
    for (const sessionId of await this.sessions.findEndedWithin(this.keptSeconds)) this.note(sessionId);
  }

  private note(sessionId: string): void {
    const isNew = !this.keptUntil.delete(sessionId);
    const now = performance.now();
    this.keptUntil.set(sessionId, now + this.keptSeconds * 1000);
    for (const [id, until] of this.keptUntil) {
      if (until > now) break;
      this.keptUntil.delete(id);
    }
    if (isNew) for (const listener of this.listeners) listener(sessionId);
  }
}
