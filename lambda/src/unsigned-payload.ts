import type { S3Client } from '@aws-sdk/client-s3';

/**
 * Leaves the SHA-256 of bodies out of the signature, as AWS's own tools do: TLS guards them on their way, and the CRC32
 * that storage checks guards them to their place. Hashing a film twice would cost more than copying it.
 */
export function leavePayloadUnsigned(client: S3Client): void {
  client.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { headers: Record<string, string> };
      headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD';
      return next(args);
    },
    { step: 'build', name: 'leavePayloadUnsigned' },
  );
}
