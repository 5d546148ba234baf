import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { Stopping } from '../lifecycle/stopping.ts';
import { Reconciler } from './reconciler.ts';

/** Reconciles every minute, or however often the setting says, from one run's end to the next one's start. */
@Injectable()
export class ReconcilerSchedule implements OnApplicationBootstrap {
  private readonly logger = new Logger(ReconcilerSchedule.name);
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly reconciler: Reconciler,
    stopping: Stopping,
  ) {
    stopping.onDrained(() => this.stop());
  }

  onApplicationBootstrap(): void {
    if (this.config.role !== 'api') this.runLater();
  }

  /** A repair that has begun ends, the rest waits for another instance. */
  private async stop(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.timer);
    await this.running;
  }

  private runLater(): void {
    if (this.stopping.signal.aborted) return;
    this.timer = setTimeout(() => {
      this.running = this.run().finally(() => {
        this.runLater();
      });
    }, this.config.reconcileIntervalSeconds * 1000);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    try {
      await this.reconciler.reconcile({ signal });
    } catch (error) {
      if (!signal.aborted) this.logger.warn({ err: error }, 'Reconciliation failed, will be retried');
    }
  }
}
