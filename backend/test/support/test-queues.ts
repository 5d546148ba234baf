import { randomUUID } from 'node:crypto';
import { CreateQueueCommand, DeleteQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { testService } from './test-config.ts';

export interface TestQueues {
  readonly resultsQueueUrl: string;
  readonly failuresQueueUrl: string;
  readonly remove: () => Promise<void>;
}

/** Queues of one test file alone. */
export async function createTestQueues(): Promise<TestQueues> {
  const client = new SQSClient({ region: 'us-east-1', endpoint: testService('TEST_QUEUE_ENDPOINT') });
  const suffix = randomUUID();
  const create = async (name: string): Promise<string> => {
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: `${name}-${suffix}` }));
    if (!QueueUrl) throw new Error(`No queue ${name} was made`);
    return QueueUrl;
  };
  const [resultsQueueUrl, failuresQueueUrl] = await Promise.all([create('results'), create('failures')]);
  return {
    resultsQueueUrl,
    failuresQueueUrl,
    remove: async () => {
      await Promise.all(
        [resultsQueueUrl, failuresQueueUrl].map((QueueUrl) =>
          client.send(new DeleteQueueCommand({ QueueUrl })),
        ),
      );
      client.destroy();
    },
  };
}
