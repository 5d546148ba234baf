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
  const endpoint = testService('TEST_QUEUE_ENDPOINT');
  const client = new SQSClient({ region: 'us-east-1', endpoint, useQueueUrlAsEndpoint: false });
  const suffix = randomUUID();
  const create = async (name: string): Promise<string> => {
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: `${name}-${suffix}` }));
    if (!QueueUrl) throw new Error(`No queue ${name} was made`);
    // The emulator names a host that is none (sqs.us-east-1.127.0.0.1); account and name are what counts.
    return `${endpoint}/${QueueUrl.split('/').slice(-2).join('/')}`;
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
