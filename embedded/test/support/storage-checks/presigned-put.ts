import { PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { StorageTarget } from '../storage-target.ts';

export interface SignedPut {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** As the API signs an upload: Content-Length, Content-Type and If-None-Match must be as said, checksums are not asked for. */
export async function signPut(target: StorageTarget, key: string, signingDate?: Date): Promise<SignedPut> {
  const body = 'pixels';
  const client = target.makeClient({ requestChecksumCalculation: 'WHEN_REQUIRED' });
  const command = new PutObjectCommand({
    Bucket: target.uploads,
    Key: key,
    ContentType: 'image/png',
    ContentLength: body.length,
    IfNoneMatch: '*',
  });
  const url = await getSignedUrl(client, command, {
    expiresIn: 900,
    signableHeaders: new Set(['content-type']),
    ...(signingDate === undefined ? {} : { signingDate }),
  });
  return { url, headers: { 'content-type': 'image/png', 'if-none-match': '*' }, body };
}
