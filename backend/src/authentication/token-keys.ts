import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../config/config.ts';
import { CONFIG } from '../config/config.module.ts';

/** Names a secret without telling it: the `kid` of the tokens that it signed (RFC 7515 §4.1.4). */
const idOf = (secret: string) =>
  createHash('sha256').update(`kid\0${secret}`).digest('base64url').slice(0, 8);

const keyOf = (secret: string) => createSecretKey(Buffer.from(secret));

/**
 * The secrets of access tokens. Two are good at once while they are being exchanged: JWT_SECRET becomes
 * JWT_PREVIOUS_SECRET, a new one takes its place, and nobody is signed out. For verifying they are key objects:
 * a string is tried as a public key first with each token, which costs more than all the rest.
 */
@Injectable()
export class TokenKeys {
  readonly current: { readonly id: string; readonly secret: string };
  private readonly keys: ReadonlyMap<string, KeyObject>;

  constructor(@Inject(CONFIG) { jwtSecret, jwtPreviousSecret }: Config) {
    this.current = { id: idOf(jwtSecret), secret: jwtSecret };
    const all = jwtPreviousSecret === undefined ? [jwtSecret] : [jwtSecret, jwtPreviousSecret];
    this.keys = new Map(all.map((secret) => [idOf(secret), keyOf(secret)]));
  }

  /** The key that a token says it was signed with; the current one where it does not say. */
  find(token: string): KeyObject | undefined {
    const id = keyIdIn(token);
    return this.keys.get(id ?? this.current.id);
  }
}

function keyIdIn(token: string): string | undefined {
  try {
    const header = JSON.parse(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString()) as unknown;
    const { kid } = header as { kid?: unknown };
    if (kid === undefined) return undefined;
    return typeof kid === 'string' ? kid : '';
  } catch {
    return undefined;
  }
}
