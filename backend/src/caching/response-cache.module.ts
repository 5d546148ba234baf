import { Global, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { ResponseCache } from './response-cache.ts';

/** Puts the cache before the HTTP server, where there is one; its answers get the log line of all others. */
@Global()
@Module({ providers: [ResponseCache], exports: [ResponseCache] })
export class ResponseCacheModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly cache: ResponseCache,
  ) {}

  onApplicationBootstrap(): void {
    // The consumer alone has no HTTP server.
    const adapter = this.host.httpAdapter as HttpAdapterHost['httpAdapter'] | undefined;
    const fastify = adapter?.getInstance<FastifyInstance>();
    if (!fastify) return;
    this.cache.attach(fastify.server);
    this.cache.onHit(({ requestId, route, status, durationMs }) => {
      const rounded = Math.round(durationMs * 10) / 10;
      fastify.log.info(
        { requestId, method: 'GET', route, status, durationMs: rounded, cached: true },
        'Request answered',
      );
    });
  }

  onModuleDestroy(): void {
    this.cache.close();
  }
}
