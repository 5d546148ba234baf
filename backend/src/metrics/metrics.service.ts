import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '../database/database.ts';
import { Counter, Gauge, Histogram, type Metric } from './metric.ts';

const NANOSECONDS = 1e9;
const MICROSECONDS = 1e6;

/** Everything that is measured, under its name. */
@Injectable()
export class MetricsService implements OnApplicationShutdown {
  readonly requests = new Counter('http_requests_total', 'Answers by method, route and status.');
  readonly requestDuration = new Histogram(
    'http_request_duration_seconds',
    'From the first header to the last byte handed to the socket.',
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  );
  private readonly eventLoopDelay = monitorEventLoopDelay({ resolution: 20 });
  private readonly observed: readonly Gauge[];
  private readonly registered: Metric[] = [];

  constructor(database: Database) {
    this.eventLoopDelay.enable();
    this.observed = [
      new Gauge('database_connections', 'Connections of the pool by state, and callers that wait.', () => {
        const { total, idle, waiting } = database.connections;
        return [
          [{ state: 'busy' }, total - idle],
          [{ state: 'idle' }, idle],
          [{ state: 'waiting' }, waiting],
        ];
      }),
      new Gauge('nodejs_eventloop_delay_p99_seconds', 'Since the last time it was asked for.', () => {
        const delay = this.eventLoopDelay.percentile(99) / NANOSECONDS;
        this.eventLoopDelay.reset();
        return delay;
      }),
      new Gauge('process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss()),
      new Gauge(
        'process_cpu_seconds_total',
        'Processor time, user and system.',
        () => {
          const { user, system } = process.cpuUsage();
          return (user + system) / MICROSECONDS;
        },
        'counter',
      ),
      new Gauge('process_uptime_seconds', 'Since the process started.', () => process.uptime()),
    ];
  }

  /** For what only one feature can measure. */
  register(...metrics: readonly Metric[]): void {
    this.registered.push(...metrics);
  }

  render(): string {
    const all = [this.requests, this.requestDuration, ...this.observed, ...this.registered];
    return all.map((metric) => metric.render()).join('');
  }

  onApplicationShutdown(): void {
    this.eventLoopDelay.disable();
  }
}
