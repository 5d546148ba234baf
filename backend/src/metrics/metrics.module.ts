import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { ResponseCache } from '../common/response-cache.ts';
import { EmbeddedMetricsReporter } from './embedded-metrics-reporter.ts';
import { MetricsController } from './metrics.controller.ts';
import { MetricsService } from './metrics.service.ts';

@Module({
  controllers: [MetricsController],
  providers: [MetricsService, EmbeddedMetricsReporter],
  exports: [MetricsService],
})
export class MetricsModule implements OnModuleInit {
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
    fastify?.addHook('onResponse', async (request, reply) => {
      const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
      this.count(request.method, route, reply.statusCode, reply.elapsedTime);
    });
  }

  private count(method: string, route: string, status: number, durationMs: number): void {
    this.metrics.requests.increment({ method, route, status });
    this.metrics.requestDuration.observe(durationMs / 1000, { method, route });
  }
}
