/** What the setup script has to leave behind, each resource by its properties as the SDK or the CLI reads them. */
import {
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
} from '@aws-sdk/client-lambda';
import {
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  GetPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { expect } from '@jest/globals';
import { createHash } from 'node:crypto';
import { aws } from './aws-cli.ts';
import type { Clients } from './clients.ts';

const uploads = 'media-feed-uploads';
const media = 'media-feed-media';
const FunctionName = 'media-processing';

export interface Expected {
  readonly endpoint: string;
  readonly clients: Clients;
  readonly account: string;
  readonly webOrigins: readonly string[];
  readonly functionEndpoint: string;
  readonly zip: Buffer;
}

export async function expectResources(expected: Expected): Promise<void> {
  await expectBuckets(expected);
  await expectQueues(expected);
  await expectFunction(expected);
  await expectNotification(expected);
  await expectParameters(expected);
}

async function expectBuckets({ clients: { storage }, webOrigins }: Expected): Promise<void> {
  for (const Bucket of [uploads, media]) {
    const block = await storage.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(block.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    });
  }
  const cors = await storage.send(new GetBucketCorsCommand({ Bucket: uploads }));
  expect(cors.CORSRules).toEqual([
    {
      AllowedOrigins: webOrigins,
      AllowedMethods: ['PUT', 'GET'],
      AllowedHeaders: ['content-type', 'if-none-match'],
      ExposeHeaders: ['ETag'],
      MaxAgeSeconds: 3000,
    },
  ]);
  const rules = async (Bucket: string) =>
    (await storage.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules;
  expect(await rules(uploads)).toEqual([
    expect.objectContaining({
      ID: 'Uploads',
      Status: 'Enabled',
      Filter: { Prefix: 'uploads/' },
      Expiration: expect.objectContaining({ Days: 2 }),
    }),
    expect.objectContaining({
      ID: 'UnfinishedUploads',
      Status: 'Enabled',
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 8 },
    }),
    expect.objectContaining({
      ID: 'Quarantine',
      Status: 'Enabled',
      Filter: { Prefix: 'quarantine/' },
      Expiration: expect.objectContaining({ Days: 40 }),
    }),
  ]);
  expect(await rules(media)).toEqual([
    expect.objectContaining({
      ID: 'UnfinishedRenditions',
      Status: 'Enabled',
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
    }),
  ]);
}

async function expectQueues({ clients: { queue }, endpoint, account }: Expected): Promise<void> {
  const attributes = async (name: string) => {
    const QueueUrl = `${endpoint}/${account}/${name}`;
    const answer = await queue.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    return answer.Attributes ?? {};
  };
  const deadLetters = await attributes('media-dead-letters');
  expect(deadLetters).toMatchObject({ MessageRetentionPeriod: '1209600' });
  for (const name of ['media-results', 'media-failures']) {
    const found = await attributes(name);
    expect(found).toMatchObject({
      VisibilityTimeout: '60',
      ReceiveMessageWaitTimeSeconds: '20',
      MessageRetentionPeriod: '345600',
    });
    const redrive = JSON.parse(found.RedrivePolicy ?? '{}') as Record<string, unknown>;
    expect(redrive.deadLetterTargetArn).toBe(deadLetters.QueueArn);
    expect(Number(redrive.maxReceiveCount)).toBe(5);
  }
}

async function expectFunction(expected: Expected): Promise<void> {
  const { clients, endpoint, account, functionEndpoint, zip } = expected;
  const found = await clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  expect(found).toMatchObject({
    Runtime: 'nodejs24.x',
    Handler: 'handler.handler',
    MemorySize: 2048,
    Timeout: 900,
    State: 'Active',
    CodeSha256: createHash('sha256').update(zip).digest('base64'),
    Role: `arn:aws:iam::${account}:role/${FunctionName}`,
  });
  expect(found.Environment?.Variables).toMatchObject({
    UPLOADS_BUCKET: uploads,
    MEDIA_BUCKET: media,
    RESULTS_QUEUE_URL: `${functionEndpoint}/${account}/media-results`,
    STORAGE_ENDPOINT: functionEndpoint,
    QUEUE_ENDPOINT: functionEndpoint,
  });
  const retries = await clients.lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName }));
  expect(retries).toMatchObject({
    MaximumRetryAttempts: 2,
    MaximumEventAgeInSeconds: 3600,
    DestinationConfig: { OnFailure: { Destination: `arn:aws:sqs:us-east-1:${account}:media-failures` } },
  });
  const { Role } = await aws<{ Role: { AssumeRolePolicyDocument: unknown } }>(
    endpoint,
    ...['iam', 'get-role', '--role-name', FunctionName],
  );
  expect(JSON.stringify(Role.AssumeRolePolicyDocument)).toContain('lambda.amazonaws.com');
}

async function expectNotification({ clients: { storage, lambda }, account }: Expected): Promise<void> {
  const { Policy = '' } = await lambda.send(new GetPolicyCommand({ FunctionName }));
  expect(Policy).toContain('s3.amazonaws.com');
  expect(Policy).toContain(`arn:aws:s3:::${uploads}`);
  expect(Policy).toContain(account);
  const found = await storage.send(new GetBucketNotificationConfigurationCommand({ Bucket: uploads }));
  expect(found.LambdaFunctionConfigurations).toEqual([
    {
      Id: 'uploads',
      LambdaFunctionArn: `arn:aws:lambda:us-east-1:${account}:function:${FunctionName}`,
      Events: ['s3:ObjectCreated:Put', 's3:ObjectCreated:CompleteMultipartUpload'],
      Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: 'uploads/' }] } },
    },
  ]);
}

async function expectParameters({ endpoint, account, functionEndpoint }: Expected): Promise<void> {
  const { Parameters } = await aws<{ Parameters: { Name: string; Value: string }[] }>(
    endpoint,
    ...['ssm', 'get-parameters-by-path', '--path', '/media-feed'],
  );
  expect(Object.fromEntries(Parameters.map(({ Name, Value }) => [Name, Value]))).toEqual({
    '/media-feed/uploads-bucket': uploads,
    '/media-feed/media-bucket': media,
    '/media-feed/results-queue-url': `${functionEndpoint}/${account}/media-results`,
    '/media-feed/failures-queue-url': `${functionEndpoint}/${account}/media-failures`,
    '/media-feed/dead-letters-queue-url': `${functionEndpoint}/${account}/media-dead-letters`,
    '/media-feed/function-name': FunctionName,
  });
}
