import type { IncomingMessage } from 'node:http';

/** The person whom the access token names; nobody verifies it here. */
export function callerOf({ headers }: IncomingMessage): string {
  const payload = headers.authorization?.split('.')[1] ?? '';
  return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub: string }).sub;
}
