/** The function's failure destination: an SQS queue that gets AWS's envelope of an event that was given up. */
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { InvocationError } from './invocation-outcome.ts';

export interface FailureQueueOptions {
  endpoint: string;
  region: string;
  queueUrl: string;
  functionName: string;
  /** Default: those of the environment. */
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

export class FailureQueue {
  readonly #options: FailureQueueOptions;
  readonly #client: SQSClient;

  constructor(options: FailureQueueOptions) {
    this.#options = options;
    const { endpoint, region, credentials } = options;
    this.#client = new SQSClient({ endpoint, region, ...(credentials === undefined ? {} : { credentials }) });
  }

  /** The envelope is documented under «Capturing records of Lambda asynchronous invocations». */
  async send(requestId: string, event: unknown, attempts: number, error: InvocationError): Promise<void> {
    const envelope = {
      version: '1.0',
      timestamp: new Date().toISOString(),
      requestContext: {
        requestId,
        functionArn: `arn:aws:lambda:${this.#options.region}:000000000000:function:${this.#options.functionName}:$LATEST`,
        condition: 'RetriesExhausted',
        approximateInvokeCount: attempts,
      },
      requestPayload: event,
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: error,
    };
    await this.#client.send(
      new SendMessageCommand({ QueueUrl: this.#options.queueUrl, MessageBody: JSON.stringify(envelope) }),
    );
  }
}
