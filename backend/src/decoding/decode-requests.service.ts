import type { DecodeRequest } from '@media-feed/contract';
import { Injectable, Logger } from '@nestjs/common';
import { Counter } from 'prom-client';
import { MetricsService } from '../metrics/metrics.service.ts';
import { observedGauge } from '../metrics/observed-gauge.ts';
import { DecodeQueue } from './decode-queue.ts';
import { DecodeRequestsRepository, type UndecodedRow } from './decode-requests.repository.ts';

/** Has posters and waveforms made of what is published; where there is no decoder, of nothing. */
@Injectable()
export class DecodeRequestsService {
  private readonly logger = new Logger(DecodeRequestsService.name);
  private readonly requests = new Counter({
    name: 'media_feed_decode_requests_total',
    help: 'Posters and waveforms asked for.',
    registers: [],
  });
  private missing: number | undefined;

  constructor(
    private readonly repository: DecodeRequestsRepository,
    private readonly queue: DecodeQueue,
    metrics: MetricsService,
  ) {
    metrics.register(
      this.requests,
      observedGauge(
        'media_feed_recordings_undecoded',
        'Recordings without poster or waveform, as of the reconciler’s last run.',
        () => this.missing,
      ),
    );
  }

  /** For what was just published. Nobody waits for it, and what gets lost the reconciler asks for again. */
  askSoon(mediaIds: readonly string[]): void {
    if (!this.queue.isThere || mediaIds.length === 0) return;
    this.repository
      .findByIds(mediaIds)
      .then((rows) => this.ask(rows))
      .catch((error: unknown) => {
        this.logger.warn({ err: error, mediaIds }, 'Decoder not asked, the reconciler will ask');
      });
  }

  /** Some of those that still wait; none where there is no decoder. */
  async findMissing(limit: number, retrySeconds: number): Promise<UndecodedRow[]> {
    if (!this.queue.isThere) return [];
    this.missing = await this.repository.countMissing();
    return this.repository.findMissing(limit, retrySeconds);
  }

  /** How many were waiting when they were last looked for. */
  get missingCount(): number {
    return this.missing ?? 0;
  }

  /** The ids of those that the queue took. Throws when it is not there. */
  async ask(rows: readonly UndecodedRow[]): Promise<ReadonlySet<string>> {
    const taken = new Set((await this.queue.send(rows.map(requestOf))).map(({ mediaId }) => mediaId));
    await this.repository.noteAsked([...taken]);
    this.requests.inc(taken.size);
    return taken;
  }
}

const requestOf = ({ id, uploader_id: userId, etag, type, key }: UndecodedRow): DecodeRequest => ({
  version: 1,
  kind: 'DECODE',
  mediaId: id,
  userId,
  etag,
  type,
  key,
});
