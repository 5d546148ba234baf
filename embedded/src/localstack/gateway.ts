/** One endpoint for all services, distinguished as LocalStack does. */
import type { IncomingMessage } from 'node:http';

export const serviceNames = ['s3', 'sqs', 'lambda', 'ssm', 'logs', 'sts', 'iam'] as const;
export type ServiceName = (typeof serviceNames)[number];
const known = new Set<string>(serviceNames);

const targets: Readonly<Record<string, ServiceName>> = {
  AmazonSQS: 'sqs',
  AmazonSSM: 'ssm',
  Logs_20140328: 'logs',
};

/**
 * What a request is for: by the scope of its signature, else by its target or path. Presigned queries, preflights and
 * unsigned requests are S3's. A service that is not implemented is given as its scope names it.
 */
export function serviceOf({ headers, url = '/' }: IncomingMessage): ServiceName | { unknown: string } {
  const [, scope] =
    /Credential=[^/]+\/\d{8}\/[^/]+\/([a-z0-9-]+)\/aws4_request/.exec(headers.authorization ?? '') ?? [];
  if (scope !== undefined) return known.has(scope) ? (scope as ServiceName) : { unknown: scope };
  const target = headers['x-amz-target'];
  const [prefix = ''] = typeof target === 'string' ? target.split('.') : [];
  if (prefix !== '') return targets[prefix] ?? { unknown: prefix };
  if (/^\/20\d\d-\d\d-\d\d\/functions(\/|$|\?)/.test(url)) return 'lambda';
  return 's3';
}
