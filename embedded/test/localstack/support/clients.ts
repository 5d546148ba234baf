import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { silent } from '../../support/silent.ts';

export const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

export function clientsOf(endpoint: string, keys = credentials) {
  const config = { endpoint, region: 'us-east-1', credentials: keys, maxAttempts: 1, logger: silent };
  return {
    storage: new S3Client({
      ...config,
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
    }),
    queue: new SQSClient(config),
    lambda: new LambdaClient(config),
  };
}
export type Clients = ReturnType<typeof clientsOf>;
