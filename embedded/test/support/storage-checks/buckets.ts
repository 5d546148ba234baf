import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketCorsCommand,
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { expect } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { send } from '../send.ts';
import type { StorageTarget } from '../storage-target.ts';
import { errorOf } from './check.ts';
import type { StorageCheck } from './check.ts';

/** A bucket of its own for a check, gone after it. */
function withBucket(work: (target: StorageTarget, bucket: string) => Promise<void>) {
  return async (target: StorageTarget) => {
    const Bucket = `media-feed-check-${randomUUID()}`;
    await target.client.send(new CreateBucketCommand({ Bucket }));
    try {
      await work(target, Bucket);
    } finally {
      await target.client.send(new DeleteBucketCommand({ Bucket }));
    }
  };
}

const rule = (origin: string) => ({
  AllowedOrigins: [origin],
  AllowedMethods: ['PUT'],
  AllowedHeaders: ['content-type'],
  ExposeHeaders: ['ETag'],
  MaxAgeSeconds: 3000,
});

const lifecycle = [
  { ID: 'Uploads', Status: 'Enabled', Filter: { Prefix: 'uploads/' }, Expiration: { Days: 2 } },
  {
    ID: 'Unfinished',
    Status: 'Enabled',
    Filter: { Prefix: '' },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 8 },
  },
] as const;

const allBlocked = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

export const buckets: readonly StorageCheck[] = [
  {
    name: 'a bucket is there once it is made, and gone once it is deleted',
    run: async ({ client }) => {
      const Bucket = `media-feed-check-${randomUUID()}`;
      const head = () => errorOf(client.send(new HeadBucketCommand({ Bucket })));
      expect((await head())?.status).toBe(404);

      await client.send(new CreateBucketCommand({ Bucket }));
      expect(await head()).toBeUndefined();
      const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
      expect(Buckets.map(({ Name }) => Name)).toContain(Bucket);

      await client.send(new DeleteBucketCommand({ Bucket }));
      expect((await head())?.status).toBe(404);
    },
  },
  {
    name: 'a bucket with an object in it is not deleted',
    run: async ({ client, uploads, prefix }) => {
      await client.send(new PutObjectCommand({ Bucket: uploads, Key: `${prefix}kept`, Body: 'x' }));
      const answer = await errorOf(client.send(new DeleteBucketCommand({ Bucket: uploads })));
      expect(answer).toMatchObject({ status: 409, code: 'BucketNotEmpty' });
    },
  },
  {
    name: 'a bucket’s name that is none is refused',
    run: async ({ client }) => {
      const answer = await errorOf(client.send(new CreateBucketCommand({ Bucket: 'Under_score' })));
      expect(answer?.code).toBe('InvalidBucketName');
    },
  },
  {
    name: 'CORS rules count from when they are put until they are deleted',
    run: withBucket(async ({ client, endpoint }, Bucket) => {
      const ask = (origin: string) =>
        send(`${endpoint}/${Bucket}/key`, {
          method: 'OPTIONS',
          headers: { origin, 'access-control-request-method': 'PUT' },
        });
      const origins = ['http://first.example', 'http://second.example'] as const;
      for (const origin of origins) {
        const CORSConfiguration = { CORSRules: [rule(origin)] };
        await client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration }));
        expect((await client.send(new GetBucketCorsCommand({ Bucket }))).CORSRules).toEqual([rule(origin)]);
        expect((await ask(origin)).headers['access-control-allow-origin']).toBe(origin);
      }
      expect((await ask(origins[0])).status).toBe(403);

      await client.send(new DeleteBucketCorsCommand({ Bucket }));
      expect((await ask(origins[1])).status).toBe(403);
      const answer = await errorOf(client.send(new GetBucketCorsCommand({ Bucket })));
      expect(answer).toMatchObject({ status: 404, code: 'NoSuchCORSConfiguration' });
    }),
  },
  {
    name: 'a lifecycle is given back as it was put',
    run: withBucket(async ({ client }, Bucket) => {
      const get = () => client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
      expect(await errorOf(get())).toMatchObject({ status: 404, code: 'NoSuchLifecycleConfiguration' });

      const LifecycleConfiguration = { Rules: [...lifecycle] };
      await client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));
      expect((await get()).Rules).toEqual(lifecycle);
    }),
  },
  {
    name: 'a public access block is given back as it was put',
    run: withBucket(async ({ client }, Bucket) => {
      const get = () => client.send(new GetPublicAccessBlockCommand({ Bucket }));
      const PublicAccessBlockConfiguration = allBlocked;
      await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
      expect((await get()).PublicAccessBlockConfiguration).toEqual(allBlocked);
    }),
  },
  {
    name: 'a bucket announces nothing unless it is told to, and nothing to a function that it may not call',
    run: withBucket(async ({ client }, Bucket) => {
      const get = () => client.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
      expect((await get()).LambdaFunctionConfigurations ?? []).toEqual([]);

      const NotificationConfiguration = {
        LambdaFunctionConfigurations: [
          {
            LambdaFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:nobody-made-it',
            Events: ['s3:ObjectCreated:Put' as const],
          },
        ],
      };
      const put = client.send(
        new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }),
      );
      expect(await errorOf(put)).toMatchObject({ status: 400, code: 'InvalidArgument' });
      expect((await get()).LambdaFunctionConfigurations ?? []).toEqual([]);
    }),
  },
];
