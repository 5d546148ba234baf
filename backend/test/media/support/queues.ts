import { randomUUID } from 'node:crypto';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Config } from '../../../src/config/config.ts';

/** What a queue hands over to after so many receives, made for a queue that has none. */
export class DeadLetters {
  private constructor(
    private readonly sqs: SQSClient,
    readonly url: string,
  ) {}

  static async of(config: Config, queueUrl: string, maxReceiveCount: number): Promise<DeadLetters> {
    const sqs = sqsClient(config);
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: `dead-${randomUUID()}` }));
    // The emulator names a host that is none; account and name are what counts.
    const url = `${config.queueEndpoint ?? ''}/${QueueUrl.split('/').slice(-2).join('/')}`;
    const letters = new DeadLetters(sqs, url);
    await letters.takesFrom(queueUrl, maxReceiveCount);
    return letters;
  }

  async takesFrom(queueUrl: string, maxReceiveCount: number): Promise<void> {
    const { Attributes } = await this.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: this.url, AttributeNames: ['QueueArn'] }),
    );
    const policy = { deadLetterTargetArn: Attributes?.QueueArn, maxReceiveCount };
    await this.sqs.send(
      new SetQueueAttributesCommand({
        QueueUrl: queueUrl,
        Attributes: { RedrivePolicy: JSON.stringify(policy) },
      }),
    );
  }

  async put(...bodies: readonly string[]): Promise<void> {
    for (const MessageBody of bodies) {
      await this.sqs.send(new SendMessageCommand({ QueueUrl: this.url, MessageBody }));
    }
  }

  /** The bodies that have come since the last call. */
  async take(): Promise<string[]> {
    const { Messages = [] } = await this.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: this.url, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }),
    );
    return Messages.map(({ Body }) => Body ?? '');
  }

  async close(): Promise<void> {
    await this.sqs.send(new DeleteQueueCommand({ QueueUrl: this.url }));
    this.sqs.destroy();
  }
}

/** How many messages a queue holds, in flight ones included. */
export async function depthOf(config: Config, queueUrl: string): Promise<number> {
  const sqs = sqsClient(config);
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] }),
  );
  sqs.destroy();
  return (
    Number(Attributes?.ApproximateNumberOfMessages ?? 0) +
    Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0)
  );
}

export function sqsClient(config: Config): SQSClient {
  return new SQSClient({
    region: config.awsRegion,
    ...(config.queueEndpoint && { endpoint: config.queueEndpoint, useQueueUrlAsEndpoint: false }),
  });
}
