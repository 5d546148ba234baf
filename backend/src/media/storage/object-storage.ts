import { HeadObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';

export async function hasObject(client: S3Client, Bucket: string, Key: string): Promise<boolean> {
  try {
    await client.send(new HeadObjectCommand({ Bucket, Key }));
    return true;
  } catch (error) {
    if (isNamed(error, 'NotFound', 'NoSuchKey')) return false;
    throw error;
  }
}

/** Whether it is what storage said, by one of these names. */
export function isNamed(error: unknown, ...names: string[]): boolean {
  return error instanceof S3ServiceException && names.includes(error.name);
}
