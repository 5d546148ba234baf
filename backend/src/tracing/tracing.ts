import { setTimeout as wait } from 'node:timers/promises';
import {
  type Context,
  context,
  type Link,
  ROOT_CONTEXT,
  SpanKind,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import type { TracerProvider } from '@opentelemetry/sdk-trace';
import type { TraceContext } from '@media-feed/contract';
import type { OnApplicationShutdown } from '@nestjs/common';

const farewellMs = 2_000;

/** Sampled (Trace Context §3.3.2). */
const SAMPLED = 1;

/**
 * Spans by OpenTelemetry, sent where `OTEL_EXPORTER_OTLP_ENDPOINT` says; without it nothing is made or kept. Spans
 * hold routes, ids and outcomes, never addresses, names or queries.
 */
export class Tracing implements OnApplicationShutdown {
  readonly tracer: Tracer;

  constructor(private readonly provider: TracerProvider | undefined) {
    this.tracer = (provider ?? trace).getTracer('media-feed');
  }

  get isOn(): boolean {
    return this.provider !== undefined;
  }

  /** The context that another program, or the upload's own trace, hands on. */
  contextOf(parent: TraceContext | undefined): Context {
    if (!parent) return ROOT_CONTEXT;
    return trace.setSpanContext(ROOT_CONTEXT, { ...parent, traceFlags: SAMPLED, isRemote: true });
  }

  /** A moment in a trace, linked to what is going on around it. */
  mark(name: string, parent: TraceContext | undefined, attributes: Record<string, string | undefined>): void {
    if (!this.isOn) return;
    const around = trace.getSpanContext(context.active());
    const links: Link[] = around ? [{ context: around }] : [];
    const given = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
    const options = { kind: SpanKind.INTERNAL, attributes: given, links };
    this.tracer.startSpan(name, options, this.contextOf(parent)).end();
  }

  /** Sends what is left. */
  async onApplicationShutdown(): Promise<void> {
    // The exporter tries for longer than a farewell may take; a collector that is unavailable must not hold the process.
    const sent = this.provider?.shutdown().catch(() => undefined);
    await Promise.race([sent, wait(farewellMs, undefined, { ref: false })]);
  }
}
