import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Config } from '../config/config.ts';
import { CONFIG } from '../config/config.module.ts';

@Injectable()
export class QueueHealth implements OnApplicationShutdown {
  private readonly client: SQSClient;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.client = new SQSClient({
      region: config.awsRegion,
      maxAttempts: 1,
      ...(config.queueEndpoint && { endpoint: config.queueEndpoint, useQueueUrlAsEndpoint: false }),
    });
  }

  /** Throws when one of the queues cannot be reached; needs the right to sqs:GetQueueAttributes. */
  async ping(abortSignal: AbortSignal): Promise<void> {
    const queues = [this.config.resultsQueueUrl, this.config.failuresQueueUrl];
    await Promise.all(
      queues.map((QueueUrl) =>
        this.client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }), {
          abortSignal,
        }),
      ),
    );
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }
}
