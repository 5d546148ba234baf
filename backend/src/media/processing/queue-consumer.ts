import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import { Consumer } from 'sqs-consumer';

export interface QueueConsumerOptions {
  readonly queueUrl: string;
  readonly sqs: SQSClient;
  readonly waitSeconds: number;
  readonly visibilitySeconds: number;
  /** How long the messages of a batch that failed as a whole wait for their next try. */
  readonly retrySeconds: number;
  /** How long a stop waits for work in flight. */
  readonly stopTimeoutSeconds: number;
  /** Gives back the messages that are done; others come again. Throws when none could be handled. */
  readonly handle: (messages: Message[]) => Promise<Message[]>;
  /** Throws while messages had better stay where they are. */
  readonly assertReady: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

const firstPauseMs = 200;
const longestPauseMs = 5_000;

/**
 * One batch after the other from one queue, by long polling. Takes nothing while what the work needs is away,
 * since each receive brings a message nearer to the dead-letter queue; an outage of the queue itself is waited
 * out.
 */
export class QueueConsumer {
  private readonly consumer: Consumer;
  private readonly stopping = new AbortController();
  private handling = false;
  private pauseMs = 0;

  constructor(private readonly options: QueueConsumerOptions) {
    this.consumer = Consumer.create({
      queueUrl: options.queueUrl,
      sqs: options.sqs,
      batchSize: 10,
      waitTimeSeconds: options.waitSeconds,
      visibilityTimeout: options.visibilitySeconds,
      heartbeatInterval: Math.max(1, Math.floor(options.visibilitySeconds / 3)),
      terminateVisibilityTimeout: options.retrySeconds,
      pollingCompleteWaitTimeMs: options.stopTimeoutSeconds * 1000,
      preReceiveMessageCallback: () => this.waitUntilReady(),
      handleMessageBatch: (messages) => {
        this.handling = true;
        return options.handle(messages);
      },
    });
    this.consumer
      .on('error', (error) => {
        this.handling = false;
        this.pauseMs = Math.min(longestPauseMs, Math.max(firstPauseMs, this.pauseMs * 2));
        if (!this.stopping.signal.aborted) options.onError(error);
      })
      .on('empty', () => (this.pauseMs = 0))
      .on('response_processed', () => {
        this.handling = false;
        this.pauseMs = 0;
      });
  }

  start(): void {
    this.consumer.start();
  }

  /**
   * Resolves once work in flight has ended and its messages are deleted. A poll that ends in time is waited
   * for; a longer one is cut off, and a message that it was just being given comes again to somebody else
   * when its visibility runs out.
   */
  async stop(): Promise<void> {
    this.stopping.abort();
    const endsInTime = this.options.waitSeconds < this.options.stopTimeoutSeconds;
    if (!this.handling && !endsInTime) {
      this.consumer.stop({ abort: true });
      return;
    }
    const stopped = once(this.consumer, 'stopped');
    this.consumer.stop();
    await stopped;
  }

  private async waitUntilReady(): Promise<void> {
    const { signal } = this.stopping;
    await wait(this.pauseMs, undefined, { signal });
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
      try {
        await this.options.assertReady();
        return;
      } catch (error) {
        signal.throwIfAborted();
        this.options.onError(error);
        await wait(pauseMs, undefined, { signal });
      }
    }
  }
}
