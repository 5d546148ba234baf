import type { S3Client } from '@aws-sdk/client-s3';

interface SignedRequest {
  headers: Record<string, string>;
  body: unknown;
}

/** Acts as somebody between the client and S3. */
export function changeAfterSigning(client: S3Client, change: (request: SignedRequest) => void): void {
  client.middlewareStack.addRelativeTo(
    <Args, Output>(next: (args: Args) => Promise<Output>) =>
      (args: Args) => {
        change((args as { request: SignedRequest }).request);
        return next(args);
      },
    { relation: 'after', toMiddleware: 'httpSigningMiddleware', name: 'changeAfterSigning' },
  );
}
