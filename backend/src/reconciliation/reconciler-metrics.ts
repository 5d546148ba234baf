import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from '../metrics/metric.ts';
import { MetricsService } from '../metrics/metrics.service.ts';
import type { RepairKind, Subject } from './reconciliation-run.ts';

/** What alarms are made of; of this process alone. */
@Injectable()
export class ReconcilerMetrics {
  private readonly repairs = new Counter('media_feed_reconciler_repairs_total', 'Repairs by kind.');
  private readonly failures = new Counter(
    'media_feed_reconciler_failures_total',
    'Repairs that failed and were put off, by kind.',
  );
  private readonly likesDrift = new Counter(
    'media_feed_likes_drift_total',
    'Likes by which counts were found to be wrong.',
  );
  private last: { readonly at: number; readonly seconds: number } | undefined;

  constructor(metrics: MetricsService) {
    metrics.register(
      this.repairs,
      this.failures,
      this.likesDrift,
      new Gauge('media_feed_reconciler_last_run_age_seconds', 'Since this process last reconciled.', () =>
        this.last ? [[{}, (Date.now() - this.last.at) / 1000]] : [],
      ),
      new Gauge('media_feed_reconciler_last_run_duration_seconds', 'How long that took.', () =>
        this.last ? [[{}, this.last.seconds]] : [],
      ),
    );
  }

  repaired(kind: RepairKind, { counted, real }: Subject): void {
    this.repairs.increment({ repair: kind });
    if (kind === 'likes-corrected') this.likesDrift.increment({}, Math.abs(Number(counted) - Number(real)));
  }

  failed(kind: RepairKind): void {
    this.failures.increment({ repair: kind });
  }

  ran(seconds: number): void {
    this.last = { at: Date.now(), seconds };
  }
}
