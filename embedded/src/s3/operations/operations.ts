import { notImplemented } from '../s3-error.ts';
import type { OperationName } from '../router.ts';
import type { Operation } from './call.ts';
import { deleteObject, getObject, headObject, putObject } from './objects.ts';

const later: Operation = () => {
  throw notImplemented('This operation');
};

export const operations: Readonly<Record<OperationName, Operation>> = {
  HeadBucket: () => ({ status: 200 }),
  ListObjectsV2: later,
  ListMultipartUploads: later,
  DeleteObjects: later,
  PutObject: putObject,
  CopyObject: later,
  GetObject: getObject,
  HeadObject: headObject,
  DeleteObject: deleteObject,
  CreateMultipartUpload: later,
  UploadPart: later,
  UploadPartCopy: later,
  ListParts: later,
  CompleteMultipartUpload: later,
  AbortMultipartUpload: later,
};
