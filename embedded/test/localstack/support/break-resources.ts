/** One thing of each resource spoilt, as somebody's hand in the wrong place would. */
import {
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {
  DeleteBucketCorsCommand,
  DeleteBucketLifecycleCommand,
  DeletePublicAccessBlockCommand,
  PutBucketNotificationConfigurationCommand,
} from '@aws-sdk/client-s3';
import { DeleteQueueCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { aws } from './aws-cli.ts';
import type { Clients } from './clients.ts';
import { storedZip } from './stored-zip.ts';

const Bucket = 'media-feed-uploads';
const FunctionName = 'media-processing';

/** Returns what a check has to say of each, in alphabetical order. */
export async function breakResources(
  endpoint: string,
  { storage, queue, lambda }: Clients,
): Promise<string[]> {
  const queueUrl = (name: string) => `${endpoint}/000000000000/${name}`;
  await storage.send(new DeleteBucketCorsCommand({ Bucket }));
  await storage.send(new DeletePublicAccessBlockCommand({ Bucket }));
  await storage.send(new DeleteBucketLifecycleCommand({ Bucket: 'media-feed-media' }));
  await storage.send(
    new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} }),
  );
  const Attributes = { VisibilityTimeout: '5' };
  await queue.send(new SetQueueAttributesCommand({ QueueUrl: queueUrl('media-results'), Attributes }));
  await queue.send(new DeleteQueueCommand({ QueueUrl: queueUrl('media-failures') }));
  const Environment = { Variables: { UPLOADS_BUCKET: 'elsewhere' } };
  const settings = { FunctionName, MemorySize: 128, Environment };
  await lambda.send(new UpdateFunctionConfigurationCommand(settings));
  const ZipFile = storedZip({ 'handler.mjs': 'export const handler = () => 1;' });
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 0 }));
  await lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: 'uploads-may-invoke' }));
  const parameter = ['--name', '/media-feed/function-name', '--value', 'another', '--overwrite'];
  await aws(endpoint, 'ssm', 'put-parameter', ...parameter);
  return [
    'MISSING: CORS of media-feed-uploads',
    'MISSING: lifecycle of media-feed-media',
    'MISSING: notification of media-feed-uploads',
    'MISSING: permission of media-feed-uploads to invoke media-processing',
    'MISSING: public access block of media-feed-uploads',
    'MISSING: queue media-failures',
    'WRONG: code of media-processing',
    'WRONG: environment of media-processing',
    'WRONG: function media-processing',
    'WRONG: parameters under /media-feed',
    'WRONG: queue media-results',
    'WRONG: retries and failure destination of media-processing',
  ];
}
