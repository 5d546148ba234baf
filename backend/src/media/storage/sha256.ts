import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';

type Hashing = ReturnType<typeof createHash> | ReturnType<typeof createHmac>;
type Secret = string | ArrayBuffer | ArrayBufferView;

/** Of each secret that the signer keeps, such as the signing key of a day. */
const keys = new WeakMap<ArrayBufferView, KeyObject>();

/**
 * SHA-256 for the SDK's signer, and HMAC where it gives a secret. The SDK's own makes a key of the same bytes anew for
 * each signature, which costs five times what the signature itself does.
 */
export class Sha256 {
  readonly digestLength = 32;
  private hash: Hashing;

  constructor(private readonly secret?: Secret) {
    this.hash = this.make();
  }

  update(data: Uint8Array): void {
    this.hash.update(data);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.hash.digest());
  }

  reset(): void {
    this.hash = this.make();
  }

  private make(): Hashing {
    return this.secret === undefined ? createHash('sha256') : createHmac('sha256', keyOf(this.secret));
  }
}

function keyOf(secret: Secret): string | KeyObject {
  if (typeof secret === 'string') return secret;
  if (secret instanceof ArrayBuffer) return createSecretKey(Buffer.from(secret));
  let key = keys.get(secret);
  if (!key) {
    key = createSecretKey(Buffer.from(secret.buffer, secret.byteOffset, secret.byteLength));
    keys.set(secret, key);
  }
  return key;
}
