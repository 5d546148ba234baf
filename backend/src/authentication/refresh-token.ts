import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits as base64url. */
export function newRefreshToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored. A token of full entropy needs no salt and no slow hash. */
export function hashRefreshToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
