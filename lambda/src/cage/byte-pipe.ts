/**
 * Bytes between the Lambda and its cage. Messages only announce them: a file of gigabytes would otherwise be
 * serialised and copied twice more on its way.
 */
import type { Duplex } from 'node:stream';
import type { BufferPool } from '../buffer-pool.ts';

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
  /** Came before anybody waited for it. */
  #early: Uint8Array | undefined;

  /** @param pool for what is received; whoever has used it up may give it back. */
  constructor(stream: Duplex, pool?: BufferPool) {
    this.#stream = stream;
    this.#pool = pool;
    stream.on('data', (chunk: Uint8Array) => this.#take(chunk));
    // The process at the other end is gone; its exit says the rest.
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
    if (early) this.#take(early);
    return promise;
  }

  #take(chunk: Uint8Array): void {
    let rest = chunk;
    for (let first = this.#waiting[0]; first && rest.length > 0; first = this.#waiting[0]) {
      const part = rest.subarray(0, first.bytes.length - first.filled);
      first.bytes.set(part, first.filled);
      first.filled += part.length;
      rest = rest.subarray(part.length);
      if (first.filled < first.bytes.length) return;
      this.#waiting.shift();
      first.resolve(first.bytes);
    }
    if (rest.length === 0) return;
    this.#early = rest;
    this.#stream.pause();
  }
}
