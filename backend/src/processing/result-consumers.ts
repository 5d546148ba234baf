import { ChangeMessageVisibilityBatchCommand, type Message, SQSClient } from '@aws-sdk/client-sqs';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import { Stopping } from '../lifecycle/stopping.ts';
import { UploadTelemetry } from '../media/upload-telemetry.ts';
import { parseFailureMessage } from './failure-message.ts';
import type { RecordedResult } from './recorded-result.ts';
import { ResultsService, type Recording } from './results.service.ts';
import { QueueConsumer } from './queue-consumer.ts';
import { QueueMetrics } from './queue-metrics.ts';
import { parseResultMessage } from './result-message.ts';

type Parse = (body: string) => readonly RecordedResult[];

interface ReadMessage {
  readonly message: Message;
  readonly results: readonly RecordedResult[];
}

/**
 * Takes results and failures from their queues. A message is deleted when what it says is recorded or was
 * settled before; what cannot be read, or is of an upload that nobody requested, comes again until the queue
 * hands it to its dead-letter queue, and delays nobody but itself.
 */
@Injectable()
export class ResultConsumers implements OnApplicationBootstrap {
  private readonly logger = new Logger(ResultConsumers.name);
  private readonly sqs: SQSClient;
  private readonly consumers: readonly QueueConsumer[];

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly results: ResultsService,
    private readonly metrics: QueueMetrics,
    private readonly telemetry: UploadTelemetry,
    stopping: Stopping,
  ) {
    this.sqs = new SQSClient({
      region: config.awsRegion,
      ...(config.queueEndpoint && { endpoint: config.queueEndpoint, useQueueUrlAsEndpoint: false }),
      requestHandler: {
        connectionTimeout: 2_000,
        // Longer than a long poll.
        requestTimeout: (config.queueWaitSeconds + 5) * 1000,
        throwOnRequestTimeout: true,
      },
    });
    const consumers = Array.from({ length: config.resultBatchesInFlight }, () =>
      this.consumerOf(config.resultsQueueUrl, parseResultMessage),
    );
    this.consumers = [...consumers, this.consumerOf(config.failuresQueueUrl, parseFailureMessage)];
    stopping.onDrained(() => this.stop());
  }

  onApplicationBootstrap(): void {
    if (this.config.role === 'api') return;
    for (const consumer of this.consumers) consumer.start();
  }

  private async stop(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.stop()));
    this.sqs.destroy();
  }

  private consumerOf(queueUrl: string, parse: Parse): QueueConsumer {
    return new QueueConsumer({
      queueUrl,
      sqs: this.sqs,
      waitSeconds: this.config.queueWaitSeconds,
      visibilitySeconds: this.config.queueVisibilitySeconds,
      retrySeconds: this.config.queueRetrySeconds,
      stopTimeoutSeconds: this.config.shutdownTimeoutSeconds,
      handle: (messages) => this.handle(queueUrl, parse, messages),
      assertReady: () => this.assertDatabase(),
      onError: (error) => {
        this.logger.warn({ err: error, queueUrl }, 'Queue or dependency unavailable');
      },
    });
  }

  private async handle(queueUrl: string, parse: Parse, messages: readonly Message[]): Promise<Message[]> {
    const readable = messages.flatMap((message) => this.read(parse, message) ?? []);
    const recordings = await this.results.recordAll(readable.flatMap(({ results }) => results));
    const done: Message[] = [];
    for (const { message, results } of readable) {
      const own = recordings.splice(0, results.length);
      for (const [index, result] of results.entries()) {
        this.telemetry.resultReceived(result, message, describe(own[index]));
      }
      const failure = own.find((recording) => !isDone(recording));
      if (failure === undefined) done.push(message);
      else this.logFailure(message, failure);
    }
    const queue = queueUrl === this.config.resultsQueueUrl ? 'results' : 'failures';
    for (const { Attributes } of done) this.metrics.recorded(queue, Attributes?.SentTimestamp);
    await this.retrySoon(
      queueUrl,
      messages.filter((message) => !done.includes(message)),
    );
    return done;
  }

  private read(parse: Parse, message: Message): ReadMessage | undefined {
    try {
      return { message, results: parse(message.Body ?? '') };
    } catch (error) {
      this.logFailure(message, error);
      return undefined;
    }
  }

  /** Never the message itself: whoever forged it chose its text. */
  private logFailure({ MessageId: messageId }: Message, reason: unknown): void {
    const why = reason instanceof Error ? { err: reason } : { reason };
    this.logger.warn({ ...why, messageId }, 'Message rejected, will be retried');
  }

  /** Other messages of the batch were hidden for as long as their work might have taken. */
  private async retrySoon(QueueUrl: string, messages: readonly Message[]): Promise<void> {
    if (messages.length === 0) return;
    const Entries = messages.map(({ MessageId, ReceiptHandle }) => ({
      Id: MessageId,
      ReceiptHandle,
      VisibilityTimeout: this.config.queueRetrySeconds,
    }));
    await this.sqs
      .send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }))
      .catch((error: unknown) => {
        this.logger.warn({ err: error }, 'Visibility timeout not shortened, messages will be retried later');
      });
  }

  private async assertDatabase(): Promise<void> {
    await this.database.query({ name: 'consumer_assert_database', text: 'SELECT 1' });
  }
}

function isDone(recording: Recording | Error): boolean {
  return recording === 'recorded' || recording === 'settled before';
}

function describe(recording: Recording | Error | undefined): string {
  return recording instanceof Error ? 'failed' : (recording ?? 'failed');
}
