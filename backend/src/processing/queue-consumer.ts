import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import { TRACEPARENT } from '@media-feed/contract';
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
 * One batch after the other from one queue, by long polling. Takes nothing while what the work needs is unavailable,
 * since each receive brings a message nearer to the dead-letter queue; an outage of the queue itself is waited
 * out.
 */
export class QueueConsumer {
  private readonly consumer: Consumer;
  private readonly stopping = new AbortController();
  private pauseMs = 0;

  constructor(private readonly options: QueueConsumerOptions) {
    this.consumer = Consumer.create({
      queueUrl: options.queueUrl,
      sqs: options.sqs,
      batchSize: 10,
      waitTimeSeconds: options.waitSeconds,
      messageSystemAttributeNames: ['SentTimestamp'],
      messageAttributeNames: [TRACEPARENT],
      visibilityTimeout: options.visibilitySeconds,
      heartbeatInterval: Math.max(1, Math.floor(options.visibilitySeconds / 3)),
      terminateVisibilityTimeout: options.retrySeconds,
      pollingCompleteWaitTimeMs: options.stopTimeoutSeconds * 1000,
      preReceiveMessageCallback: () => this.waitUntilReady(),
      handleMessageBatch: (messages) => options.handle(messages),
    });
    this.consumer
      .on('error', (error) => {
        this.pauseMs = Math.min(longestPauseMs, Math.max(firstPauseMs, this.pauseMs * 2));
        if (!this.stopping.signal.aborted) options.onError(error);
      })
      .on('empty', () => (this.pauseMs = 0))
      .on('response_processed', () => (this.pauseMs = 0));
  }

  start(): void {
    this.consumer.start();
  }

  /**
   * Resolves once the poll under way has ended, and with it the work on what it brought: a poll that is cut off
   * may just be given messages, which nobody would see again before their visibility runs out. The settings
   * see to it that a poll ends in time.
   */
  async stop(): Promise<void> {
    this.stopping.abort();
    // One that never ran, as in the API alone, would never say that it has stopped.
    if (!this.consumer.status.isRunning) return;
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
