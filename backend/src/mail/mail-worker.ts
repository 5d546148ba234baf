import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Config } from '../config/config.ts';
import { CONFIG } from '../config/config.module.ts';
import { Stopping } from '../lifecycle/stopping.ts';
import { MailDelivery } from './mail-delivery.ts';
import { MailMetrics } from './mail-metrics.ts';
import { MailTransport } from './mail-transport.ts';
import { MailsRepository } from './mails.repository.ts';

/** How soon a new mail is seen: one look by an index. */
const pollMs = 1_000;
const measureMs = 30_000;

/** Sends one mail after the other, in each process that does background work, until there is none. */
@Injectable()
export class MailWorker implements OnApplicationBootstrap {
  private readonly logger = new Logger(MailWorker.name);
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private measuredAt = -Infinity;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly delivery: MailDelivery,
    private readonly mails: MailsRepository,
    private readonly metrics: MailMetrics,
    private readonly transport: MailTransport,
    stopping: Stopping,
  ) {
    stopping.onDrained(() => this.stop());
  }

  onApplicationBootstrap(): void {
    if (this.config.role === 'api') return;
    if (this.transport.isConfigured) this.running = this.run();
    else this.logger.warn('MAIL_URL is not set: mails wait and are not sent');
  }

  /** The mail that is on its way arrives, and that is written down. */
  private async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const wasBusy = await this.work();
      if (!wasBusy) await wait(pollMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private async work(): Promise<boolean> {
    try {
      if (await this.delivery.deliverNext()) return true;
      await this.measure();
    } catch (error) {
      if (!this.stopping.signal.aborted) this.logger.warn({ err: error }, 'Mails not sent, will be retried');
    }
    return false;
  }

  private async measure(): Promise<void> {
    if (performance.now() - this.measuredAt < measureMs) return;
    this.measuredAt = performance.now();
    this.metrics.waits(await this.mails.findLongestWait());
  }
}
