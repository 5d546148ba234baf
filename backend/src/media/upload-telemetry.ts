import { type InspectionResult, parseTraceparent, traceIdOfUpload, TRACEPARENT } from '@media-feed/contract';
import { Injectable, Logger } from '@nestjs/common';
import { Counter, Histogram } from '../metrics/metric.ts';
import { MetricsService } from '../metrics/metrics.service.ts';
import { Tracing } from '../tracing/tracing.ts';

/** What telemetry needs of an inspection result. */
export interface TelemetryResult {
  readonly mediaId: string;
  readonly outcome: InspectionResult['outcome'];
  /** Of a rejection; a newer Lambda's may be one that is not known here. */
  readonly reason?: string;
  /** ISO 8601; null where nobody knows. */
  readonly arrivedAt: string | null;
}

/** What telemetry needs of a queue's message. */
export interface TelemetryMessage {
  readonly MessageId?: string | undefined;
  readonly MessageAttributes?:
    Readonly<Record<string, { readonly StringValue?: string | undefined }>> | undefined;
}

/**
 * What happens to each upload at this end, by its id: in the log, in its trace, and in the metrics. The other end is
 * the Lambda's; `make trace` puts both together into the upload's timeline.
 */
@Injectable()
export class UploadTelemetry {
  private readonly logger = new Logger(UploadTelemetry.name);
  private readonly requests = new Counter('media_feed_uploads_requested_total', 'URLs given, by way.');
  private readonly results = new Counter(
    'media_feed_uploads_inspected_total',
    'Uploads whose inspection result was recorded, by outcome and reason.',
  );
  private readonly timeToResult = new Histogram(
    'media_feed_upload_inspection_seconds',
    'From the arrival of an upload until its inspection result was recorded.',
    [0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900],
  );

  constructor(
    metrics: MetricsService,
    private readonly tracing: Tracing,
  ) {
    metrics.register(this.requests, this.results, this.timeToResult);
  }

  requested(mediaId: string, way: 'single' | 'multipart', size: number): void {
    this.requests.increment({ way });
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
    this.tracing.mark('inspection result received', parent, {
      'media_feed.media_id': mediaId,
      'media_feed.outcome': outcome,
      'media_feed.reason': reason,
      'messaging.message.id': messageId,
    });
    if (recording !== 'recorded') return;
    this.results.increment({ outcome, reason: reason ?? 'none' });
    if (result.arrivedAt !== null) {
      const seconds = (Date.now() - Date.parse(result.arrivedAt)) / 1000;
      this.timeToResult.observe(Math.max(0, seconds), { outcome });
    }
  }
}
