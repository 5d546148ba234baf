import { receivedDecodeRequestSchema } from '@media-feed/contract';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';
import { parseFailureMessage } from './failure-message.ts';
import { ResultsRepository } from './results.repository.ts';
import { MessageQueue, type QueuedMessage } from './message-queue.ts';
import { parseMessage, UnreadableMessageError } from './parse-message.ts';
import { parseResultMessage } from './result-message.ts';

export interface DeadLetter {
  readonly messageId: string;
  readonly queue: 'results' | 'failures' | 'decode';
  /** When it was first sent. */
  readonly sentAt: Date | undefined;
  readonly receiveCount: number;
  /** Why nobody could take it; `undefined` for one that would be taken now. */
  readonly problem: string | undefined;
}

export interface RedriveReport {
  readonly sent: number;
  /** Would be refused once more, and stay. */
  readonly kept: number;
}

interface Received extends DeadLetter {
  readonly message: QueuedMessage;
}

/** Whose upload a message is about. */
interface Named {
  readonly mediaId: string;
  readonly userId: string;
}

const parsers: Readonly<Record<DeadLetter['queue'], (body: string) => readonly Named[]>> = {
  results: parseResultMessage,
  failures: parseFailureMessage,
  decode: (body) => [parseMessage(receivedDecodeRequestSchema, body)],
};

/** Long enough to see the whole queue once; what was seen is there again after it. */
const hideSeconds = 30;

/** The messages that a queue gave up after five receives (docs/aws.md «Lambda and queues»). */
@Injectable()
export class DeadLettersService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly queue: MessageQueue,
    private readonly results: ResultsRepository,
  ) {}

  /** Takes none: each is hidden for half a minute from whoever else looks, and stays. */
  async list(onLetter: (letter: DeadLetter) => void): Promise<void> {
    await this.forEach((letter) => {
      onLetter(letter);
      return Promise.resolve();
    });
  }

  /** Sends those back that would be taken now; one that goes twice after a crash is harmless. */
  async redrive(onLetter: (letter: DeadLetter) => void): Promise<RedriveReport> {
    let [sent, kept] = [0, 0];
    await this.forEach(async (letter) => {
      onLetter(letter);
      if (letter.problem === undefined) {
        const target = this.urlOf(letter.queue);
        if (target === undefined)
          throw new Error('Set DECODE_QUEUE_URL to the address of the decoder’s queue.');
        await this.queue.send(target, letter.message.Body ?? '');
        await this.queue.delete(this.url, letter.message.ReceiptHandle);
        sent += 1;
      } else {
        kept += 1;
      }
    });
    return { sent, kept };
  }

  private async forEach(work: (letter: Received) => Promise<void>): Promise<void> {
    const seen = new Set<string>();
    for (;;) {
      const messages = await this.queue.receive(this.url, hideSeconds);
      const fresh = messages.filter(({ MessageId = '' }) => !seen.has(MessageId));
      // None left, or the first ones are back.
      if (fresh.length === 0) return;
      for (const message of fresh) {
        seen.add(message.MessageId ?? '');
        await work(await this.examine(message));
      }
    }
  }

  private async examine(message: QueuedMessage): Promise<Received> {
    const { MessageId: messageId = '', Attributes = {}, Body: body = '' } = message;
    const queue = this.sourceOf(message);
    const sentAt = Number(Attributes.SentTimestamp);
    return {
      message,
      messageId,
      queue,
      sentAt: sentAt > 0 ? new Date(sentAt) : undefined,
      receiveCount: Number(Attributes.ApproximateReceiveCount ?? 0),
      problem: await this.problemOf(parsers[queue], body),
    };
  }

  /** SQS says where it came from; an emulator that does not is helped by the shape of the message. */
  private sourceOf({ Attributes = {}, Body: body = '' }: QueuedMessage): DeadLetter['queue'] {
    const source = Attributes.DeadLetterQueueSourceArn;
    if (source) {
      const name = `/${source.split(':').at(-1) ?? ''}`;
      const others = ['failures', 'decode'] as const;
      return others.find((queue) => this.urlOf(queue)?.endsWith(name)) ?? 'results';
    }
    if (body.includes('"requestPayload"')) return 'failures';
    return body.includes('"DECODE"') ? 'decode' : 'results';
  }

  private async problemOf(
    parse: (body: string) => readonly Named[],
    body: string,
  ): Promise<string | undefined> {
    try {
      const results = parse(body);
      const states = await this.results.findStates(results.map(({ mediaId }) => mediaId));
      const known = results.every(
        ({ mediaId, userId }) => states.get(mediaId.toLowerCase())?.uploader_id === userId,
      );
      return known ? undefined : 'It is of an unknown upload';
    } catch (error) {
      if (error instanceof UnreadableMessageError) return error.message;
      throw error;
    }
  }

  private urlOf(queue: DeadLetter['queue']): string | undefined {
    const { resultsQueueUrl, failuresQueueUrl, decodeQueueUrl } = this.config;
    return { results: resultsQueueUrl, failures: failuresQueueUrl, decode: decodeQueueUrl }[queue];
  }

  private get url(): string {
    if (!this.config.deadLettersQueueUrl) {
      throw new Error('Set DEAD_LETTERS_QUEUE_URL to the address of the dead-letter queue.');
    }
    return this.config.deadLettersQueueUrl;
  }
}
