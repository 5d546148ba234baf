/** What was written, for whoever looks at it afterwards: as it went out, not as it was meant. */
import type { OutputPiece } from '../sandbox/messages.ts';
import type { RangedReader } from '../inspect/ranged-reader.ts';
import type { WritePiece } from './write-piece.ts';

const MiB = 1024 * 1024;
/** Of each rendition; of a larger one what stands in front is kept, where containers have their index. */
const maxKeptBytes = 16 * MiB;
const pageBytes = 64 * 1024;

export interface WrittenRendition extends RangedReader {
  /** Whether all of it was kept. What was not reads as zeros. */
  readonly isWhole: boolean;
}

export class WrittenRenditions {
  readonly #write: WritePiece;
  readonly #renditions = new Map<string, KeptPages>();

  constructor(write: WritePiece) {
    this.#write = write;
  }

  /** Passes a piece on, and keeps what is to be kept of it: its buffer may be used again once it is sent. */
  readonly write: WritePiece = (piece) => {
    const kept = this.#renditions.get(piece.name) ?? new KeptPages();
    this.#renditions.set(piece.name, kept);
    kept.add(piece);
    return this.#write(piece);
  };

  get names(): string[] {
    return [...this.#renditions.keys()];
  }

  rendition(name: string): WrittenRendition | undefined {
    return this.#renditions.get(name);
  }
}

class KeptPages implements WrittenRendition {
  readonly #pages = new Map<number, Uint8Array>();
  isWhole = true;
  size = 0;

  add({ position, bytes, frontBytes }: OutputPiece): void {
    // What has no index has its first frames in front, by which it is known.
    const keptBytes = Math.max(frontBytes, pageBytes);
    this.size = Math.max(this.size, position + bytes.length);
    if (this.isWhole && this.size > maxKeptBytes) {
      this.isWhole = false;
      for (const page of this.#pages.keys()) {
        if (page * pageBytes >= keptBytes) this.#pages.delete(page);
      }
    }
    const end = this.isWhole ? bytes.length : Math.min(bytes.length, keptBytes - position);
    for (let at = 0; at < end;) {
      const index = Math.floor((position + at) / pageBytes);
      const within = position + at - index * pageBytes;
      const part = bytes.subarray(at, Math.min(end, at + pageBytes - within));
      const page = this.#pages.get(index) ?? new Uint8Array(pageBytes);
      this.#pages.set(index, page);
      page.set(part, within);
      at += part.length;
    }
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    const read = new Uint8Array(Math.max(0, Math.min(length, this.size - offset)));
    for (let at = 0; at < read.length;) {
      const index = Math.floor((offset + at) / pageBytes);
      const within = offset + at - index * pageBytes;
      const part = Math.min(read.length - at, pageBytes - within);
      const page = this.#pages.get(index);
      if (page) read.set(page.subarray(within, within + part), at);
      at += part;
    }
    return Promise.resolve(read);
  }
}
