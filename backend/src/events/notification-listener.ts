import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Client } from 'pg';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { clientOptions } from '../database/data-source.ts';

const channel = 'media_events';
/** As the server knows the connection. */
const listenerName = 'media-feed-api listener';
const firstPauseMs = 100;
const longestPauseMs = 5_000;
/** A connection that died without a word is found out by then. */
const checkIntervalMs = 15_000;

export interface NotificationTargets {
  /** Something was appended for these people. */
  readonly wake: (userIds: readonly string[]) => void;
  /** Notifications may have been missed. */
  readonly wakeAll: () => void;
}

/** One connection of its own that listens, and is made anew for as long as somebody wants to know. */
@Injectable()
export class NotificationListener implements OnApplicationShutdown {
  private readonly logger = new Logger(NotificationListener.name);
  private client: Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private pauseMs = firstPauseMs;
  private state: 'idle' | 'running' | 'stopped' = 'idle';

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Does nothing where it runs already. */
  start(targets: NotificationTargets): void {
    if (this.state !== 'idle') return;
    this.state = 'running';
    void this.connect(targets);
  }

  async onApplicationShutdown(): Promise<void> {
    this.state = 'stopped';
    clearTimeout(this.timer);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(targets: NotificationTargets): Promise<void> {
    const client = new Client({ ...clientOptions(this.config), application_name: listenerName });
    let over = false;
    const reconnect = (error?: Error) => {
      if (over) return;
      over = true;
      client.end().catch(() => undefined);
      this.reconnectLater(targets, error);
    };
    client.on('error', reconnect);
    client.on('end', () => {
      reconnect();
    });
    client.on('notification', ({ payload }) => {
      if (payload) targets.wake(payload.split(','));
    });
    this.client = client;
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
      this.pauseMs = firstPauseMs;
      targets.wakeAll();
      this.checkLater(client, reconnect);
    } catch (error) {
      reconnect(error as Error);
    }
  }

  private checkLater(client: Client, reconnect: (error: Error) => void): void {
    this.timer = setTimeout(() => {
      client.query('SELECT 1').then(
        () => {
          if (this.state === 'running' && this.client === client) this.checkLater(client, reconnect);
        },
        (error: unknown) => {
          reconnect(error as Error);
        },
      );
    }, checkIntervalMs);
  }

  private reconnectLater(targets: NotificationTargets, error: Error | undefined): void {
    clearTimeout(this.timer);
    if (this.state !== 'running') return;
    this.logger.warn({ err: error }, 'Listener connection lost, reconnecting');
    this.timer = setTimeout(() => void this.connect(targets), this.pauseMs);
    this.pauseMs = Math.min(longestPauseMs, this.pauseMs * 2);
  }
}
