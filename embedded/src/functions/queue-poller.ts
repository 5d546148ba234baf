/**
 * Lambda's event source mapping: messages of a queue are handed to a function, one at a time each, and deleted when it
 * has returned. One that it throws at stays hidden for a while and comes again, until the queue gives it up.
 */
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
  type Message,
} from '@aws-sdk/client-sqs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InvocationOutcome } from './invocation-outcome.ts';

export interface QueuePollerOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly queueUrl: string;
  /** Messages that are worked on at once. */
  readonly concurrency: number;
  /** How long one is hidden from others; longer than the function may run. */
  readonly visibilitySeconds: number;
  /** How long one that failed stays hidden. */
  readonly retrySeconds: number;
  readonly invoke: (event: unknown) => Promise<InvocationOutcome>;
  readonly log: (line: string) => void;
}

const waitSeconds = 20;
const pauseAfterErrorMs = 1000;

export class QueuePoller {
  readonly #options: QueuePollerOptions;
  readonly #client: SQSClient;
  readonly #stopping = new AbortController();
  readonly #polls: Promise<void>[];

  constructor(options: QueuePollerOptions) {
    this.#options = options;
    this.#client = new SQSClient({ endpoint: options.endpoint, region: options.region });
    this.#polls = Array.from({ length: options.concurrency }, () => this.#poll());
  }

  /** Takes no more; whoever ends the function's work ends what is under way. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#polls);
    this.#client.destroy();
  }

  async #poll(): Promise<void> {
    const { signal } = this.#stopping;
    const isStopping = (): boolean => signal.aborted;
    while (!isStopping()) {
      try {
        for (const message of await this.#receive()) await this.#handle(message);
      } catch (error) {
        if (isStopping()) return;
        this.#options.log(`The queue does not answer: ${String(error)}`);
        await sleep(pauseAfterErrorMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #receive(): Promise<Message[]> {
    const { queueUrl, visibilitySeconds } = this.#options;
    const command = new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 1,
      WaitTimeSeconds: waitSeconds,
      VisibilityTimeout: visibilitySeconds,
      MessageSystemAttributeNames: ['All'],
    });
    const { Messages = [] } = await this.#client.send(command, { abortSignal: this.#stopping.signal });
    return Messages;
  }

  /** The event as AWS has it (Lambda Developer Guide, «Amazon SQS message events»). */
  async #handle(message: Message): Promise<void> {
    const { queueUrl, retrySeconds, region, invoke, log } = this.#options;
    const { MessageId: messageId, ReceiptHandle, Body: body, Attributes: attributes } = message;
    const eventSourceARN = `arn:aws:sqs:${region}:000000000000:${queueUrl.split('/').at(-1) ?? ''}`;
    const record = { messageId, receiptHandle: ReceiptHandle, body, attributes, eventSource: 'aws:sqs' };
    const outcome = await invoke({ Records: [{ ...record, eventSourceARN, awsRegion: region }] });
    if (outcome.ok) {
      await this.#client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
      return;
    }
    log(`Message ${messageId ?? ''} comes again: ${outcome.error.errorType} ${outcome.error.errorMessage}`);
    await this.#client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle,
        VisibilityTimeout: retrySeconds,
      }),
    );
  }
}
