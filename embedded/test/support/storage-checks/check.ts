import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import { randomUUID } from 'node:crypto';
import type { Check } from '../conform.ts';
import type { StorageTarget } from '../storage-target.ts';

/** One thing that S3 does and on which the product relies. */
export type StorageCheck = Check<StorageTarget>;

export function newKey(target: StorageTarget, name = 'object'): string {
  return `${target.prefix}${randomUUID()}/${name}`;
}

export interface StoredObject {
  readonly key: string;
  /** With quotes, as S3 gives it. */
  readonly etag: string;
}

export async function put(
  target: StorageTarget,
  body: string | Buffer,
  overrides: Partial<PutObjectCommandInput> = {},
): Promise<StoredObject> {
  const key = overrides.Key ?? newKey(target);
  const stored = await target.client.send(
    new PutObjectCommand({ Bucket: target.uploads, Key: key, Body: body, ...overrides }),
  );
  return { key, etag: stored.ETag ?? '' };
}

export async function read(target: StorageTarget, key: string, bucket = target.uploads): Promise<string> {
  const { Body } = await target.client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return (await Body?.transformToString()) ?? '';
}

export async function exists(target: StorageTarget, key: string): Promise<boolean> {
  const answer = await errorOf(
    target.client.send(new HeadObjectCommand({ Bucket: target.uploads, Key: key })),
  );
  if (answer !== undefined && answer.status !== 404) throw new Error(`HEAD answered ${answer.status}`);
  return answer === undefined;
}

export interface ServiceError {
  readonly status: number | undefined;
  readonly code: string;
  readonly message: string;
}

/** How S3 refused; undefined if it did not. A failure that is no answer of S3 fails the check. */
export async function errorOf(call: Promise<unknown>): Promise<ServiceError | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    return { status: error.$metadata.httpStatusCode, code: error.name, message: error.message };
  }
}
