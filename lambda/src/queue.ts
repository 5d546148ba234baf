/** Verdicts on their way to the API. */
import { randomBytes } from 'node:crypto';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import {
  buildTraceparent,
  TRACEPARENT,
  traceIdOfUpload,
  inspectionResultSchema,
  type InspectionResult,
} from '@media-feed/contract';

export class VerdictQueue {
  readonly #client: SQSClient;
  readonly #url: string;

  constructor(client: SQSClient, url: string) {
    this.#client = client;
    this.#url = url;
  }

  /** Gives the message's id. @throws when the verdict breaks the contract, or SQS does not take it. */
  async send(verdict: InspectionResult): Promise<string | undefined> {
    const MessageBody = JSON.stringify(inspectionResultSchema.parse(verdict));
    const spanId = randomBytes(8).toString('hex');
    const traceparent = buildTraceparent({ traceId: traceIdOfUpload(verdict.mediaId), spanId });
    const { MessageId } = await this.#client.send(
      new SendMessageCommand({
        QueueUrl: this.#url,
        MessageBody,
        MessageAttributes: { [TRACEPARENT]: { DataType: 'String', StringValue: traceparent } },
      }),
    );
    return MessageId;
  }
}
