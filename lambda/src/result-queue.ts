/** Results of inspections, what the decoder adds, and what was published again, on their way to the API. */
import { randomBytes } from 'node:crypto';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import {
  addedResultSchema,
  buildTraceparent,
  TRACEPARENT,
  traceIdOfUpload,
  inspectionResultSchema,
  releasedResultSchema,
  type AddedResult,
  type InspectionResult,
  type ReleasedResult,
} from '@media-feed/contract';

const schemas = {
  INSPECTED: inspectionResultSchema,
  ADDED: addedResultSchema,
  RELEASED: releasedResultSchema,
};

export class ResultQueue {
  readonly #client: SQSClient;
  readonly #url: string;

  constructor(client: SQSClient, url: string) {
    this.#client = client;
    this.#url = url;
  }

  /** Gives the message's id. @throws when the result breaks the contract, or SQS does not take it. */
  async send(result: InspectionResult | AddedResult | ReleasedResult): Promise<string | undefined> {
    const schema = result.kind ? schemas[result.kind] : inspectionResultSchema;
    const MessageBody = JSON.stringify(schema.parse(result));
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
