import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { Config } from '../config/config.ts';
import { CONFIG } from '../config/config.module.ts';
import { EmbeddedFormat } from './embedded-format.ts';
import { MetricsService } from './metrics.service.ts';

/** Writes the metrics into the log where `METRICS_EMF` is on, and once more at the end. */
@Injectable()
export class EmbeddedMetricsReporter implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(EmbeddedMetricsReporter.name);
  private readonly format: EmbeddedFormat;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly metrics: MetricsService,
  ) {
    this.format = new EmbeddedFormat(config.metricsEmfNamespace, config.metricsEmfNames);
  }

  onApplicationBootstrap(): void {
    if (!this.config.metricsEmf) return;
    this.timer = setInterval(() => void this.report(), this.config.metricsEmfIntervalSeconds * 1000);
    this.timer.unref();
  }

  /** When everything that counts has ended. */
  async onApplicationShutdown(): Promise<void> {
    if (!this.timer) return;
    clearInterval(this.timer);
    await this.report();
  }

  private async report(): Promise<void> {
    const text = await this.metrics.render();
    for (const line of this.format.describe(text, Date.now())) this.logger.log(line, 'Metrics');
  }
}
