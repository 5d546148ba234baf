import type { OperationName } from '../router.ts';
import { deleteConfiguration, getConfiguration, putConfiguration } from './bucket-configuration.ts';
import { createBucket, deleteBucket, listBuckets } from './buckets.ts';
import type { Operation } from './call.ts';
import { completeMultipartUpload } from './complete-multipart.ts';
import { copyObject } from './copy-object.ts';
import { deleteObjects } from './delete-objects.ts';
import { listMultipartUploads, listParts } from './list-multipart.ts';
import { listObjectsV2 } from './list-objects.ts';
import { abortMultipartUpload, createMultipartUpload, uploadPart, uploadPartCopy } from './multipart.ts';
import { deleteObject, getObject, headObject, putObject } from './objects.ts';

export const operations: Readonly<Record<OperationName, Operation>> = {
  ListBuckets: listBuckets,
  CreateBucket: createBucket,
  DeleteBucket: deleteBucket,
  HeadBucket: () => ({ status: 200 }),
  PutBucketCors: putConfiguration('cors'),
  GetBucketCors: getConfiguration('cors'),
  DeleteBucketCors: deleteConfiguration('cors'),
  PutBucketLifecycleConfiguration: putConfiguration('lifecycle'),
  GetBucketLifecycleConfiguration: getConfiguration('lifecycle'),
  DeleteBucketLifecycle: deleteConfiguration('lifecycle'),
  PutPublicAccessBlock: putConfiguration('publicAccessBlock'),
  GetPublicAccessBlock: getConfiguration('publicAccessBlock'),
  DeletePublicAccessBlock: deleteConfiguration('publicAccessBlock'),
  PutBucketNotificationConfiguration: putConfiguration('notification'),
  GetBucketNotificationConfiguration: getConfiguration('notification'),
  ListObjectsV2: listObjectsV2,
  ListMultipartUploads: listMultipartUploads,
  DeleteObjects: deleteObjects,
  PutObject: putObject,
  CopyObject: copyObject,
  GetObject: getObject,
  HeadObject: headObject,
  DeleteObject: deleteObject,
  CreateMultipartUpload: createMultipartUpload,
  UploadPart: uploadPart,
  UploadPartCopy: uploadPartCopy,
  ListParts: listParts,
  CompleteMultipartUpload: completeMultipartUpload,
  AbortMultipartUpload: abortMultipartUpload,
};
