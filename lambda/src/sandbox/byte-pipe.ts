/**
 * Bytes between the Lambda and its sandbox. Messages only announce them: a file of gigabytes would otherwise be
 * serialised and copied twice more on its way.
 */
import type { Duplex } from 'node:stream';
import type { BufferPool } from '../buffer-pool.ts';
import { freeBuffer } from '../free-buffer.ts';

interface Waiting {
  readonly bytes: Uint8Array;
  filled: number;
  readonly resolve: (bytes: Uint8Array) => void;
}

/** Both ends take bytes from it in the order in which they were announced. */
export class BytePipe {
  readonly #stream: Duplex;
  readonly #pool: BufferPool | undefined;
  readonly #waiting: Waiting[] = [];
  /** Came before anybody waited for it: a chunk, and how far it is used up. */
  #early: { readonly chunk: Uint8Array; readonly used: number } | undefined;

  /** @param pool for what is received; whoever has used it up may give it back. */
  constructor(stream: Duplex, pool?: BufferPool) {
    this.#stream = stream;
    this.#pool = pool;
    stream.on('data', (chunk: Uint8Array) => this.#take(chunk, 0));
    // The process at the other end is gone; its exit is handled elsewhere.
    stream.on('error', () => undefined);
  }

  /** Resolves when there is room for more. */
  send(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#stream.write(bytes, () => resolve());
    });
  }

  receive(length: number): Promise<Uint8Array> {
    const { promise, resolve } = Promise.withResolvers<Uint8Array>();
    if (length === 0) return Promise.resolve(new Uint8Array(0));
    const bytes = this.#pool?.take(length) ?? new Uint8Array(length);
    this.#waiting.push({ bytes, filled: 0, resolve });
    const early = this.#early;
    this.#early = undefined;
    this.#stream.resume();
    if (early) this.#take(early.chunk, early.used);
    return promise;
  }

  #take(chunk: Uint8Array, from: number): void {
    let used = from;
    for (let first = this.#waiting[0]; first && used < chunk.length; first = this.#waiting[0]) {
      const part = chunk.subarray(used, used + first.bytes.length - first.filled);
      first.bytes.set(part, first.filled);
      first.filled += part.length;
      used += part.length;
      if (first.filled < first.bytes.length) break;
      this.#waiting.shift();
      first.resolve(first.bytes);
    }
    if (used === chunk.length) {
      freeBuffer(chunk);
      return;
    }
    this.#early = { chunk, used };
    this.#stream.pause();
  }
}
