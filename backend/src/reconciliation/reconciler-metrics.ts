import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { MetricsService } from '../metrics/metrics.service.ts';
import { observedGauge } from '../metrics/observed-gauge.ts';
import type { RepairKind, Subject } from './reconciliation-run.ts';

/** What alarms are made of; of this process alone. */
@Injectable()
export class ReconcilerMetrics {
  private readonly repairs = new Counter({
    name: 'media_feed_reconciler_repairs_total',
    help: 'Repairs by kind.',
    labelNames: ['repair'],
    registers: [],
  });
  private readonly failures = new Counter({
    name: 'media_feed_reconciler_failures_total',
    help: 'Repairs that failed and were put off, by kind.',
    labelNames: ['repair'],
    registers: [],
  });
  private readonly likesDrift = new Counter({
    name: 'media_feed_likes_drift_total',
    help: 'Likes by which counts were found to be wrong.',
    registers: [],
  });
  private last: { readonly at: number; readonly seconds: number } | undefined;

  constructor(metrics: MetricsService) {
    metrics.register(
      this.repairs,
      this.failures,
      this.likesDrift,
      observedGauge(
        'media_feed_reconciler_last_run_age_seconds',
        'Since this process last reconciled.',
        () => this.last && (Date.now() - this.last.at) / 1000,
      ),
      observedGauge(
        'media_feed_reconciler_last_run_duration_seconds',
        'How long that took.',
        () => this.last?.seconds,
      ),
    );
  }

  repaired(kind: RepairKind, { counted, real }: Subject): void {
    this.repairs.inc({ repair: kind });
    if (kind === 'likes-corrected') this.likesDrift.inc(Math.abs(Number(counted) - Number(real)));
  }

  failed(kind: RepairKind): void {
    this.failures.inc({ repair: kind });
  }

  ran(seconds: number): void {
    this.last = { at: Date.now(), seconds };
  }
}
