import { bodies } from './bodies.ts';
import { buckets } from './buckets.ts';
import type { StorageCheck } from './check.ts';
import { copies } from './copies.ts';
import { cors } from './cors.ts';
import { listings } from './listings.ts';
import { multipart } from './multipart.ts';
import { presignedUrls } from './presigned-urls.ts';
import { reads } from './reads.ts';
import { signedHeaders } from './signed-headers.ts';
import { writes } from './writes.ts';

/** The S3 that the product relies on, errors included. */
export const storageChecks: readonly (readonly [topic: string, checks: readonly StorageCheck[]])[] = [
  ['presigned URLs', presignedUrls],
  ['signed requests', signedHeaders],
  ['bodies', bodies],
  ['writes', writes],
  ['reads', reads],
  ['copies', copies],
  ['multipart uploads', multipart],
  ['listings and deletions', listings],
  ['CORS', cors],
  ['buckets', buckets],
];
