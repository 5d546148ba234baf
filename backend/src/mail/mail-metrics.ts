import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { MetricsService } from '../metrics/metrics.service.ts';
import { observedGauge } from '../metrics/observed-gauge.ts';

@Injectable()
export class MailMetrics {
  private readonly mails = new Counter({
    name: 'media_feed_mails_total',
    help: 'Mails by what became of them: sent, retried, given-up, dropped.',
    labelNames: ['outcome'],
    registers: [],
  });
  private longestWaitSeconds: number | undefined;

  constructor(metrics: MetricsService) {
    metrics.register(
      this.mails,
      observedGauge(
        'media_feed_mails_longest_wait_seconds',
        'How long the oldest mail has waited to be sent.',
        () => this.longestWaitSeconds,
      ),
    );
  }

  count(outcome: 'sent' | 'retried' | 'given-up' | 'dropped'): void {
    this.mails.inc({ outcome });
  }

  waits(seconds: number): void {
    this.longestWaitSeconds = seconds;
  }
}
