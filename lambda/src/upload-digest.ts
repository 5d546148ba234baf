/** The SHA-256 of an upload, by which its owner can tell that what comes back is what was sent. */
import { createHash } from 'node:crypto';
import type { RangedReader } from './inspect/ranged-reader.ts';

const chunkBytes = 8 * 1024 * 1024;
/** Under way at once, so that the time to the first byte is paid once. */
const chunksAhead = 3;
const doNothing = (): void => undefined;

/**
 * Whatever is read of the file in order goes by here, which is all of most pictures; of the rest there is a second,
 * sequential read. Memory: `chunksAhead` × `chunkBytes`.
 */
export class UploadDigest {
  readonly #hash = createHash('sha256');
  readonly #source: RangedReader;
  readonly #release: (bytes: Uint8Array) => void;
  #hashedBytes = 0;
  /** Where the last of the reads ended that follow one another from the start; some may still be under way. */
  #askedBytes = 0;
  /** When these have been hashed: the later ones may come sooner. */
  #hashed = Promise.resolve();

  /** @param release is called when bytes of the second read are used up. */
  constructor(source: RangedReader, release: (bytes: Uint8Array) => void) {
    this.#source = source;
    this.#release = release;
  }

  /** For whoever reads the file anyway. */
  get reader(): RangedReader {
    return {
      size: this.#source.size,
      read: (offset, length) => {
        const read = this.#source.read(offset, length);
        if (offset > this.#askedBytes || offset + length <= this.#askedBytes) return read;
        this.#askedBytes = offset + length;
        const inTurn = this.#inTurn(offset, read, this.#hashed);
        this.#hashed = inTurn.then(doNothing, doNothing);
        return inTurn;
      },
    };
  }

  /**
   * Reads what did not go by. In hexadecimal digits.
   * @param signal ends it between two reads; the reader may end earlier by a signal of its own.
   * @throws what the reader throws, and the signal's reason.
   */
  async complete(signal: AbortSignal): Promise<string> {
    const { size } = this.#source;
    const underWay: { readonly offset: number; readonly bytes: Promise<Uint8Array> }[] = [];
    await this.#hashed;
    let asked = this.#hashedBytes;
    while (this.#hashedBytes < size) {
      for (; asked < size && underWay.length < chunksAhead; asked += chunkBytes) {
        const bytes = this.#source.read(asked, Math.min(chunkBytes, size - asked));
        // Whoever waits for it hears of a failure; where an earlier one has failed nobody does.
        bytes.catch(doNothing);
        underWay.push({ offset: asked, bytes });
      }
      const next = underWay.shift();
      if (!next) throw new Error('The reader gave fewer bytes than there are');
      const bytes = await next.bytes;
      signal.throwIfAborted();
      this.#take(next.offset, bytes);
      this.#release(bytes);
    }
    return this.#hash.digest('hex');
  }

  async #inTurn(offset: number, read: Promise<Uint8Array>, before: Promise<void>): Promise<Uint8Array> {
    const bytes = await read;
    await before;
    this.#take(offset, bytes);
    return bytes;
  }

  #take(offset: number, bytes: Uint8Array): void {
    const known = this.#hashedBytes - offset;
    if (known < 0 || known >= bytes.length) return;
    this.#hash.update(bytes.subarray(known));
    this.#hashedBytes = offset + bytes.length;
  }
}
