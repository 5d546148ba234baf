/** Verdicts on their way to the API. */
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { verdictSchema, type Verdict } from '@media-feed/contract';

export class VerdictQueue {
  readonly #client: SQSClient;
  readonly #url: string;

  constructor(client: SQSClient, url: string) {
    this.#client = client;
    this.#url = url;
  }

  /** @throws when the verdict breaks the contract, or SQS does not take it. */
  async send(verdict: Verdict): Promise<void> {
    const MessageBody = JSON.stringify(verdictSchema.parse(verdict));
    await this.#client.send(new SendMessageCommand({ QueueUrl: this.#url, MessageBody }));
  }
}
