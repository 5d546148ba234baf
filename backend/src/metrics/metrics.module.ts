import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import type { Counter, Histogram } from 'prom-client';
import { ResponseCache } from '../caching/response-cache.ts';
import { EmbeddedMetricsReporter } from './embedded-metrics-reporter.ts';
import { MetricsController } from './metrics.controller.ts';
import { MetricsService } from './metrics.service.ts';

interface AnswerSeries {
  readonly requests: Counter.Internal;
  readonly duration: Histogram.Internal<'method' | 'route'>;
}

@Module({
  controllers: [MetricsController],
  providers: [MetricsService, EmbeddedMetricsReporter],
  exports: [MetricsService],
})
export class MetricsModule implements OnModuleInit {
  /** Methods, routes and statuses are few. */
  private readonly answers = new Map<string, AnswerSeries>();

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly metrics: MetricsService,
    private readonly responses: ResponseCache,
  ) {}

  /** Counts each answer by its route, never by its path: paths are without number. */
  onModuleInit(): void {
    this.responses.onHit(({ route, status, durationMs }) => {
      this.count('GET', route, status, durationMs);
    });
    // The consumer alone has no HTTP server.
    const adapter = this.host.httpAdapter as HttpAdapterHost['httpAdapter'] | undefined;
    const fastify = adapter?.getInstance<FastifyInstance>();
    fastify?.addHook('onResponse', (request, reply, done) => {
      const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
      this.count(request.method, route, reply.statusCode, reply.elapsedTime);
      done();
    });
  }

  private count(method: string, route: string, status: number, durationMs: number): void {
    const name = `${method} ${String(status)} ${route}`;
    let series = this.answers.get(name);
    if (!series) this.answers.set(name, (series = this.seriesOf(method, route, status)));
    series.requests.inc();
    series.duration.observe(durationMs / 1000);
  }

  private seriesOf(method: string, route: string, status: number): AnswerSeries {
    return {
      requests: this.metrics.requests.labels({ method, route, status }),
      duration: this.metrics.requestDuration.labels({ method, route }),
    };
  }
}
