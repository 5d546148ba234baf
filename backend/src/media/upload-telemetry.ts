import { type InspectionResult, parseTraceparent, traceIdOfUpload, TRACEPARENT } from '@media-feed/contract';
import { Injectable, Logger } from '@nestjs/common';
import { Counter, Histogram } from 'prom-client';
import { MetricsService } from '../metrics/metrics.service.ts';
import { Tracing } from '../tracing/tracing.ts';

/** What telemetry needs of an inspection result. */
export interface TelemetryResult {
  readonly mediaId: string;
  readonly outcome: InspectionResult['outcome'] | 'ADDED' | 'RELEASED';
  /** Of a rejection; a newer Lambda's may be one that is not known here. */
  readonly reason?: string;
  /** Of what was published. */
  readonly codecs?: readonly string[];
  /** ISO 8601; null where nobody knows. */
  readonly arrivedAt: string | null;
}

/** What telemetry needs of a queue's message. */
export interface TelemetryMessage {
  readonly MessageId?: string | undefined;
  readonly MessageAttributes?:
    Readonly<Record<string, { readonly StringValue?: string | undefined }>> | undefined;
}

const marks: Readonly<Record<TelemetryResult['outcome'], string>> = {
  READY: 'inspection result received',
  REJECTED: 'inspection result received',
  ADDED: 'addition received',
  RELEASED: 'release received',
};

/**
 * What happens to each upload at this end, by its id: in the log, in its trace, and in the metrics. The other end is
 * the Lambda's; `make trace` puts both together into the upload's timeline.
 */
@Injectable()
export class UploadTelemetry {
  private readonly logger = new Logger(UploadTelemetry.name);
  private readonly requests = new Counter({
    name: 'media_feed_uploads_requested_total',
    help: 'URLs given, by way.',
    labelNames: ['way'],
    registers: [],
  });
  private readonly results = new Counter({
    name: 'media_feed_uploads_inspected_total',
    help: 'Uploads whose inspection result was recorded, by outcome and reason.',
    labelNames: ['outcome', 'reason'],
    registers: [],
  });
  private readonly codecs = new Counter({
    name: 'media_feed_published_codecs_total',
    help: 'Published recordings by codec: how many some browsers can’t play.',
    labelNames: ['codec'],
    registers: [],
  });
  private readonly additions = new Counter({
    name: 'media_feed_additions_total',
    help: 'Recordings to which the decoder added something, or found that there is nothing to add.',
    registers: [],
  });
  private readonly timeToResult = new Histogram({
    name: 'media_feed_upload_inspection_seconds',
    help: 'From the arrival of an upload until its inspection result was recorded.',
    labelNames: ['outcome'],
    buckets: [0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900],
    registers: [],
  });

  constructor(
    metrics: MetricsService,
    private readonly tracing: Tracing,
  ) {
    metrics.register(this.requests, this.results, this.codecs, this.additions, this.timeToResult);
  }

  requested(mediaId: string, way: 'single' | 'multipart', size: number): void {
    this.requests.inc({ way });
    this.logger.log({ mediaId, way, size }, 'Upload requested');
    // The first span of the trace has no parent; this is the id that the Lambda's and the consumer's share.
    const traceId = traceIdOfUpload(mediaId);
    this.tracing.mark(
      'upload requested',
      { traceId, spanId: traceId.slice(-16) },
      { 'media_feed.media_id': mediaId },
    );
  }

  /** `recording` is what became of the result: one that changed nothing is logged, and not counted. */
  resultReceived(result: TelemetryResult, message: TelemetryMessage, recording: string): void {
    const { mediaId, outcome, reason } = result;
    const messageId = message.MessageId;
    this.logger.log({ mediaId, messageId, outcome, reason, result: recording }, 'Inspection result received');
    const parent = parseTraceparent(message.MessageAttributes?.[TRACEPARENT]?.StringValue);
    this.tracing.mark(marks[outcome], parent, {
      'media_feed.media_id': mediaId,
      'media_feed.outcome': outcome,
      'media_feed.reason': reason,
      'messaging.message.id': messageId,
    });
    if (recording !== 'recorded' || outcome === 'RELEASED') return;
    if (outcome === 'ADDED') {
      this.additions.inc();
      return;
    }
    this.results.inc({ outcome, reason: reason ?? 'none' });
    for (const codec of result.codecs ?? []) this.codecs.inc({ codec });
    if (result.arrivedAt !== null) {
      const seconds = (Date.now() - Date.parse(result.arrivedAt)) / 1000;
      this.timeToResult.observe({ outcome }, Math.max(0, seconds));
    }
  }
}
