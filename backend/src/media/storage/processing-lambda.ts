import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { RestoreRequest } from '@media-feed/contract';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG } from '../../config/config.module.ts';
import type { Config } from '../../config/config.ts';

/** What the storage holds of an upload that waits for its inspection result. */
export interface StoredUpload {
  /** Bytes. */
  readonly size: number;
  readonly etag: string;
  /** When it arrived, by the clock of storage. */
  readonly lastModified: Date;
}

/** The function that inspects and publishes, called as storage calls it, and asked to publish again. */
@Injectable()
export class ProcessingLambda implements OnApplicationShutdown {
  private readonly client: LambdaClient;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.client = new LambdaClient({
      region: config.awsRegion,
      ...(config.lambdaEndpoint && { endpoint: config.lambdaEndpoint }),
      maxAttempts: 3,
      requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
    });
  }

  /** Has the upload inspected again, some time soon; needs the right to lambda:InvokeFunction. */
  async inspect(key: string, { size, etag, lastModified }: StoredUpload): Promise<void> {
    // S3 User Guide, «Event message structure»; what only S3 knows is left out.
    const record = {
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: this.config.awsRegion,
      eventTime: lastModified.toISOString(),
      eventName: 'ObjectCreated:Put',
      s3: {
        s3SchemaVersion: '1.0',
        configurationId: 'reconciler',
        bucket: { name: this.config.uploadsBucket, arn: `arn:aws:s3:::${this.config.uploadsBucket}` },
        object: { key, size, eTag: etag.replaceAll('"', '') },
      },
    };
    await this.call({ Records: [record] });
  }

  /** Has copies in quarantine published again, some time soon. */
  async restore(request: RestoreRequest): Promise<void> {
    await this.call(request);
  }

  private async call(event: unknown): Promise<void> {
    await this.client.send(
      new InvokeCommand({
        FunctionName: this.config.functionName,
        InvocationType: 'Event',
        Payload: JSON.stringify(event),
      }),
    );
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }
}
