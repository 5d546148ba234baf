import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';

export type QueuedMessage = Message;

export interface QueueDepth {
  /** Messages that wait. */
  readonly waiting: number;
  /** Messages that somebody has received and not deleted. */
  readonly inFlight: number;
}

/** What is asked of queues beside taking results from them. */
@Injectable()
export class MessageQueue implements OnApplicationShutdown {
  private readonly client: SQSClient;

  constructor(@Inject(CONFIG) config: Config) {
    this.client = new SQSClient({
      region: config.awsRegion,
      ...(config.queueEndpoint && { endpoint: config.queueEndpoint, useQueueUrlAsEndpoint: false }),
      requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
    });
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }

  /** As near as SQS knows it. */
  async depthOf(QueueUrl: string): Promise<QueueDepth> {
    const { Attributes } = await this.client.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    return {
      waiting: Number(Attributes?.ApproximateNumberOfMessages ?? 0),
      inFlight: Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0),
    };
  }

  /** Up to ten messages, hidden from others for `hideSeconds`, which is 1 at least. */
  async receive(QueueUrl: string, hideSeconds: number): Promise<Message[]> {
    const { Messages = [] } = await this.client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: Math.max(1, hideSeconds),
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['All'],
      }),
    );
    return Messages;
  }

  async send(QueueUrl: string, MessageBody: string): Promise<void> {
    await this.client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  }

  async delete(QueueUrl: string, ReceiptHandle: string | undefined): Promise<void> {
    await this.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
}
