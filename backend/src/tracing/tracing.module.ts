import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config/config.ts';
import { CONFIG } from '../config/config.module.ts';
import { traceRequests } from './request-spans.ts';
import { Tracing } from './tracing.ts';

const tracing = {
  provide: Tracing,
  inject: [CONFIG],
  useFactory: async ({ otelExporterOtlpEndpoint }: Config) => {
    if (otelExporterOtlpEndpoint === undefined) return new Tracing(undefined);
    const { startExporting } = await import('./exporter.ts');
    return new Tracing(startExporting(otelExporterOtlpEndpoint));
  },
};

@Global()
@Module({ providers: [tracing], exports: [Tracing] })
export class TracingModule implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly tracing: Tracing,
  ) {}

  onModuleInit(): void {
    // The consumer alone has no HTTP server.
    const adapter = this.host.httpAdapter as HttpAdapterHost['httpAdapter'] | undefined;
    const fastify = adapter?.getInstance<FastifyInstance>();
    if (fastify && this.tracing.isOn) traceRequests(fastify, this.tracing);
  }
}
