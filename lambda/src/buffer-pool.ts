/** Buffers that are used again: fresh ones by the gigabyte keep the garbage collector busier than the work itself. */
export class BufferPool {
  readonly #spare: ArrayBuffer[] = [];
  readonly #maxSpareBytes: number;
  #spareBytes = 0;

  constructor(maxSpareBytes: number) {
    this.#maxSpareBytes = maxSpareBytes;
  }

  /** `length` bytes of anything. */
  take(length: number): Uint8Array<ArrayBuffer> {
    // Much larger ones are left for those who need them.
    const index = this.#spare.findIndex(({ byteLength }) => byteLength >= length && byteLength <= length * 2);
    const [found] = index < 0 ? [] : this.#spare.splice(index, 1);
    this.#spareBytes -= found?.byteLength ?? 0;
    return new Uint8Array(found ?? new ArrayBuffer(length), 0, length);
  }

  /** Takes back what `take` gave; nobody may use it any more. */
  give({ buffer }: Uint8Array): void {
    if (!(buffer instanceof ArrayBuffer) || this.#spareBytes + buffer.byteLength > this.#maxSpareBytes)
      return;
    this.#spare.push(buffer);
    this.#spareBytes += buffer.byteLength;
  }
}
