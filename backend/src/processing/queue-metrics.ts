import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Gauge, Histogram } from 'prom-client';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { MetricsService } from '../metrics/metrics.service.ts';
import { MessageQueue, type QueueDepth } from './message-queue.ts';

/** Each look is a paid request. */
const lookIntervalMs = 15_000;

/** How full the queues are, and how old the messages that came out of them. */
@Injectable()
export class QueueMetrics implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(QueueMetrics.name);
  private readonly depths = new Map<string, QueueDepth>();
  private readonly messageAge = new Histogram({
    name: 'media_feed_queue_message_age_seconds',
    help: 'From the sending of a message until it was recorded.',
    labelNames: ['queue'],
    buckets: [0.1, 0.5, 1, 2, 5, 15, 60, 300, 900, 3600],
    registers: [],
  });
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly queue: MessageQueue,
    metrics: MetricsService,
  ) {
    const { depths } = this;
    metrics.register(
      this.messageAge,
      new Gauge({
        name: 'media_feed_queue_messages',
        help: 'Messages by queue and state, as of the last look.',
        labelNames: ['queue', 'state'],
        registers: [],
        collect() {
          this.reset();
          for (const [queue, { waiting, inFlight }] of depths) {
            this.set({ queue, state: 'waiting' }, waiting);
            this.set({ queue, state: 'in flight' }, inFlight);
          }
        },
      }),
    );
  }

  onApplicationBootstrap(): void {
    void this.look();
    this.timer = setInterval(() => void this.look(), lookIntervalMs).unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** `sentTimestamp` as SQS gives it: milliseconds since 1970, as text. */
  recorded(queue: string, sentTimestamp: string | undefined): void {
    const sentAt = Number(sentTimestamp);
    if (sentAt > 0) this.messageAge.observe({ queue }, Math.max(0, Date.now() - sentAt) / 1000);
  }

  private async look(): Promise<void> {
    const { resultsQueueUrl, failuresQueueUrl, decodeQueueUrl, deadLettersQueueUrl } = this.config;
    const queues = {
      results: resultsQueueUrl,
      failures: failuresQueueUrl,
      decode: decodeQueueUrl,
      'dead letters': deadLettersQueueUrl,
    };
    for (const [name, url] of Object.entries(queues)) {
      if (!url) continue;
      try {
        this.depths.set(name, await this.queue.depthOf(url));
      } catch (error) {
        // An old number would look like a true one.
        this.depths.delete(name);
        this.logger.debug({ err: error, queue: name }, 'Queue depth unavailable');
      }
    }
  }
}
