import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Client } from 'pg';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { clientOptions } from './data-source.ts';

/** As the server knows the connection. */
const listenerName = 'media-feed-api listener';
const firstPauseMs = 100;
const longestPauseMs = 5_000;
/** A connection that died without a word is found out by then. */
const checkIntervalMs = 5_000;

/** What somebody wants to hear of one channel (`NOTIFY`). */
export interface NotificationTarget {
  readonly channel: string;
  readonly onNotification: (payload: string) => void;
  /** Notifications may have been missed before, and none is from now on. What it throws leads to another connection. */
  readonly onConnected: () => void | Promise<void>;
}

/** One connection of its own that listens for the whole process, and is made anew until the process stops. */
@Injectable()
export class NotificationListener implements OnApplicationShutdown {
  private readonly logger = new Logger(NotificationListener.name);
  private readonly targets: NotificationTarget[] = [];
  private client: Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private pauseMs = firstPauseMs;
  private state: 'idle' | 'running' | 'stopped' = 'idle';

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** To be called before `start`. */
  add(target: NotificationTarget): void {
    this.targets.push(target);
  }

  /** Listens once it has resolved. Throws where the first connection fails; later ones are made anew. */
  async start(): Promise<void> {
    this.state = 'running';
    await this.connect();
  }

  async onApplicationShutdown(): Promise<void> {
    this.state = 'stopped';
    clearTimeout(this.timer);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new Client({ ...clientOptions(this.config), application_name: listenerName });
    this.client = client;
    try {
      await this.listen(client);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.pauseMs = firstPauseMs;
    this.keepConnected(client);
  }

  private async listen(client: Client): Promise<void> {
    // A connection that breaks rejects the query in flight; without a listener it would end the process too.
    client.on('error', () => undefined);
    client.on('notification', ({ channel, payload = '' }) => {
      for (const target of this.targets) if (target.channel === channel) target.onNotification(payload);
    });
    await client.connect();
    for (const { channel } of this.targets) await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
    // After LISTEN: what is committed before is found by looking, what is committed after is heard.
    for (const { onConnected } of this.targets) await onConnected();
  }

  private keepConnected(client: Client): void {
    let isOver = false;
    const onLost = (error?: unknown) => {
      if (isOver) return;
      isOver = true;
      client.end().catch(() => undefined);
      this.reconnectLater(error);
    };
    client.on('error', onLost);
    client.on('end', () => {
      onLost();
    });
    const checkLater = () => {
      this.timer = setTimeout(() => {
        client.query('SELECT 1').then(() => {
          if (this.state === 'running' && !isOver) checkLater();
        }, onLost);
      }, checkIntervalMs);
    };
    checkLater();
  }

  private reconnectLater(error: unknown): void {
    clearTimeout(this.timer);
    if (this.state !== 'running') return;
    this.logger.warn({ err: error }, 'Listener connection lost, reconnecting');
    this.timer = setTimeout(() => {
      this.connect().catch((again: unknown) => {
        this.reconnectLater(again);
      });
    }, this.pauseMs);
    this.pauseMs = Math.min(longestPauseMs, this.pauseMs * 2);
  }
}
