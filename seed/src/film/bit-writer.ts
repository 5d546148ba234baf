/** Writes fields of bits, most significant first. */
export class BitWriter {
  #bytes = new Uint8Array(1024);
  #length = 0;
  #pending = 0;
  #pendingBits = 0;

  /** An unsigned number of up to 32 bits. */
  bits(count: number, value: number): void {
    for (let bit = count - 1; bit >= 0; bit -= 1) {
      this.#pending = (this.#pending << 1) | (Math.floor(value / 2 ** bit) & 1);
      this.#pendingBits += 1;
      if (this.#pendingBits === 8) this.#flush();
    }
  }

  /** `ue(v)`, an unsigned Exp-Golomb code (H.264 §9.1). */
  unsigned(value: number): void {
    const length = 32 - Math.clz32(value + 1);
    this.bits(length - 1, 0);
    this.bits(length, value + 1);
  }

  /** `se(v)`, a signed Exp-Golomb code (H.264 §9.1.1). */
  signed(value: number): void {
    this.unsigned(value > 0 ? 2 * value - 1 : -2 * value);
  }

  /** Fills the current byte up with zeros. */
  align(): void {
    while (this.#pendingBits !== 0) this.bits(1, 0);
  }

  /** Whole bytes; only where a byte begins. */
  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** What has been written, as whole bytes. */
  take(): Uint8Array {
    this.align();
    return this.#bytes.slice(0, this.#length);
  }

  #flush(): void {
    this.#reserve(1);
    this.#bytes[this.#length] = this.#pending & 255;
    this.#length += 1;
    this.#pending = 0;
    this.#pendingBits = 0;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
