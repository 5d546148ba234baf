import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Counter, Gauge, Histogram, type Metric, Registry } from 'prom-client';
import { Database } from '../database/database.ts';
import { observedGauge } from './observed-gauge.ts';

const NANOSECONDS = 1e9;
const MICROSECONDS = 1e6;

/**
 * Everything that is measured, under its name. A registry of each application's own: several of them in one process,
 * as tests have, count apart.
 */
@Injectable()
export class MetricsService implements OnApplicationShutdown {
  readonly requests = new Counter({
    name: 'http_requests_total',
    help: 'Answers by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    registers: [],
  });
  readonly requestDuration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'From the first header to the last byte handed to the socket.',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [],
  });
  private readonly eventLoopDelay = monitorEventLoopDelay({ resolution: 20 });
  private readonly registry = new Registry();

  constructor(database: Database) {
    this.eventLoopDelay.enable();
    this.register(
      this.requests,
      this.requestDuration,
      new Gauge({
        name: 'database_connections',
        help: 'Connections of the pool by state, and callers that wait.',
        labelNames: ['state'],
        registers: [],
        collect() {
          const { total, idle, waiting } = database.connections;
          this.set({ state: 'busy' }, total - idle);
          this.set({ state: 'idle' }, idle);
          this.set({ state: 'waiting' }, waiting);
        },
      }),
      observedGauge('nodejs_eventloop_delay_p99_seconds', 'Since the last time it was asked for.', () => {
        const delay = this.eventLoopDelay.percentile(99) / NANOSECONDS;
        this.eventLoopDelay.reset();
        return delay;
      }),
      observedGauge('process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss()),
      new Counter({
        name: 'process_cpu_seconds_total',
        help: 'Processor time, user and system.',
        registers: [],
        collect() {
          const { user, system } = process.cpuUsage();
          this.reset();
          this.inc((user + system) / MICROSECONDS);
        },
      }),
      observedGauge('process_uptime_seconds', 'Since the process started.', () => process.uptime()),
    );
  }

  /** For what only one feature can measure. */
  register(...metrics: readonly Metric[]): void {
    for (const metric of metrics) this.registry.registerMetric(metric);
  }

  /** In Prometheus's text format (version 0.0.4). */
  render(): Promise<string> {
    return this.registry.metrics();
  }

  onApplicationShutdown(): void {
    this.eventLoopDelay.disable();
  }
}
