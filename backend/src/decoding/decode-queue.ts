import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type DecodeRequest, decodeRequestSchema } from '@media-feed/contract';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG } from '../config/config.module.ts';
import type { Config } from '../config/config.ts';

/** What SQS takes at once. */
const maxEntries = 10;

/** The decoder's queue. */
@Injectable()
export class DecodeQueue implements OnApplicationShutdown {
  private readonly client: SQSClient;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.client = new SQSClient({
      region: config.awsRegion,
      ...(config.queueEndpoint && { endpoint: config.queueEndpoint, useQueueUrlAsEndpoint: false }),
      requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
    });
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }

  /** Whether this installation has a decoder. */
  get isThere(): boolean {
    return this.config.decodeQueueUrl !== undefined;
  }

  /** Gives those that the queue took. Throws when it is not there. */
  async send(requests: readonly DecodeRequest[]): Promise<DecodeRequest[]> {
    const taken: DecodeRequest[] = [];
    for (let from = 0; from < requests.length; from += maxEntries) {
      const batch = requests.slice(from, from + maxEntries);
      const { Successful = [] } = await this.client.send(
        new SendMessageBatchCommand({
          QueueUrl: this.config.decodeQueueUrl,
          Entries: batch.map((request, index) => ({
            Id: String(index),
            MessageBody: JSON.stringify(decodeRequestSchema.parse(request)),
          })),
        }),
      );
      taken.push(...Successful.flatMap(({ Id }) => batch[Number(Id)] ?? []));
    }
    return taken;
  }
}
