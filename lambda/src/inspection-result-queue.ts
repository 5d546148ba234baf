/** Inspection results on their way to the API. */
import { randomBytes } from 'node:crypto';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import {
  buildTraceparent,
  TRACEPARENT,
  traceIdOfUpload,
  inspectionResultSchema,
  type InspectionResult,
} from '@media-feed/contract';

export class InspectionResultQueue {
  readonly #client: SQSClient;
  readonly #url: string;

  constructor(client: SQSClient, url: string) {
    this.#client = client;
    this.#url = url;
  }

  /** Gives the message's id. @throws when the result breaks the contract, or SQS does not take it. */
  async send(result: InspectionResult): Promise<string | undefined> {
    const MessageBody = JSON.stringify(inspectionResultSchema.parse(result));
    const spanId = randomBytes(8).toString('hex');
    const traceparent = buildTraceparent({ traceId: traceIdOfUpload(result.mediaId), spanId });
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
