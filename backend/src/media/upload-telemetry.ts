import { type InspectionResult, parseTraceparent, traceIdOfUpload, TRACEPARENT } from '@media-feed/contract';
import { Injectable, Logger } from '@nestjs/common';
import { Counter, Histogram } from '../metrics/metric.ts';
import { MetricsService } from '../metrics/metrics.service.ts';
import { Tracing } from '../tracing/tracing.ts';

/** As much of an inspection result as its story needs. */
export interface ToldResult {
  readonly mediaId: string;
  readonly outcome: InspectionResult['outcome'];
  /** Of a rejection; a newer Lambda's may be one that is not known here. */
  readonly reason?: string;
  /** ISO 8601; null where nobody knows. */
  readonly arrivedAt: string | null;
}

/** As much of a queue's message as its story needs. */
export interface ToldMessage {
  readonly MessageId?: string | undefined;
  readonly MessageAttributes?:
    Readonly<Record<string, { readonly StringValue?: string | undefined }>> | undefined;
}

/**
 * Tells what happens to each upload at this end, by its id: in the log, in its trace, and in the metrics. The other
 * end is the Lambda's; `make trace` puts both together.
 */
@Injectable()
export class UploadStory {
  private readonly logger = new Logger(UploadStory.name);
  private readonly requests = new Counter('media_feed_uploads_requested_total', 'URLs given, by way.');
  private readonly verdicts = new Counter(
    'media_feed_uploads_judged_total',
    'Uploads whose verdict was recorded, by outcome and reason.',
  );
  private readonly timeToVerdict = new Histogram(
    'media_feed_upload_verdict_seconds',
    'From the arrival of an upload until its verdict was recorded.',
    [0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900],
  );

  constructor(
    metrics: MetricsService,
    private readonly tracing: Tracing,
  ) {
    metrics.register(this.requests, this.verdicts, this.timeToVerdict);
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

  /** `result` is what recording said: a judgement that changed nothing is told, and not counted. */
  judged(judgement: ToldResult, message: ToldMessage, result: string): void {
    const { mediaId, outcome, reason } = judgement;
    const messageId = message.MessageId;
    this.logger.log({ mediaId, messageId, outcome, reason, result }, 'Inspection result received');
    const parent = parseTraceparent(message.MessageAttributes?.[TRACEPARENT]?.StringValue);
    this.tracing.mark('verdict received', parent, {
      'media_feed.media_id': mediaId,
      'media_feed.outcome': outcome,
      'media_feed.reason': reason,
      'messaging.message.id': messageId,
    });
    if (result !== 'recorded') return;
    this.verdicts.increment({ outcome, reason: reason ?? 'none' });
    if (judgement.arrivedAt !== null) {
      const seconds = (Date.now() - Date.parse(judgement.arrivedAt)) / 1000;
      this.timeToVerdict.observe(Math.max(0, seconds), { outcome });
    }
  }
}
