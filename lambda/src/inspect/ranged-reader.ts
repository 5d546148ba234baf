/** Reading an immutable object by ranges, wherever it lies. */
import { open } from 'node:fs/promises';

/** Reads bytes of one immutable object. */
export interface RangedReader {
  /** Bytes of the whole object. */
  readonly size: number;
  /** The bytes at `offset`; fewer than `length` only at the end. Rejects only where reading itself fails. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

const nothing: Uint8Array = new Uint8Array(0);

export function bufferReader(bytes: Uint8Array): RangedReader {
  return {
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + Math.max(0, length))),
  };
}

export async function fileReader(path: string): Promise<RangedReader & { close(): Promise<void> }> {
  const file = await open(path, 'r');
  const { size } = await file.stat();
  return {
    size,
    async read(offset, length) {
      const wanted = Math.min(length, size - offset);
      if (wanted <= 0) return nothing;
      const buffer = new Uint8Array(wanted);
      let filled = 0;
      while (filled < wanted) {
        const { bytesRead } = await file.read(buffer, filled, wanted - filled, offset + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return buffer.subarray(0, filled);
    },
    close: () => file.close(),
  };
}

export type CountingReader = RangedReader & {
  /** Bytes that the underlying reader has handed out so far. */
  readonly bytesRead: number;
  /** Reads that the underlying reader has answered so far. */
  readonly requests: number;
};

/** Counts what reaches `reader`: put it under a cache to count what storage sees. */
export function countingReader(reader: RangedReader): CountingReader {
  let bytesRead = 0;
  let requests = 0;
  return {
    size: reader.size,
    async read(offset, length) {
      requests += 1;
      const bytes = await reader.read(offset, length);
      bytesRead += bytes.length;
      return bytes;
    },
    get bytesRead() {
      return bytesRead;
    },
    get requests() {
      return requests;
    },
  };
}

export interface PageSettings {
  /** Reads are rounded to pages of this size, so that neighbouring small reads cost one request. */
  readonly pageBytes: number;
  /** Pages kept; the one that was used longest ago is dropped first. */
  readonly maxPages: number;
}

/** Keeps the pages last used, and asks `reader` once for all that a read misses. */
export function pagedReader(reader: RangedReader, { pageBytes, maxPages }: PageSettings): RangedReader {
  const pages = new Map<number, Uint8Array>();

  const keep = (index: number, page: Uint8Array): void => {
    pages.delete(index);
    pages.set(index, page);
    if (pages.size > maxPages) for (const oldest of pages.keys()) return void pages.delete(oldest);
  };

  return {
    size: reader.size,
    async read(offset, length) {
      const end = Math.min(offset + length, reader.size);
      if (end <= offset) return nothing;
      const first = Math.floor(offset / pageBytes);
      const last = Math.floor((end - 1) / pageBytes);
      const cached = pages.get(first);
      if (first === last && cached) {
        keep(first, cached);
        return cached.subarray(offset - first * pageBytes, end - first * pageBytes);
      }
      if (last - first >= maxPages) return reader.read(offset, end - offset);
      let bytes: Uint8Array = nothing;
      let from = first;
      while (from <= last && pages.has(from)) from += 1;
      if (from <= last) {
        const start = from * pageBytes;
        bytes = await reader.read(start, Math.min((last + 1) * pageBytes, reader.size) - start);
        for (let index = from; index <= last; index += 1) {
          const at = (index - from) * pageBytes;
          keep(index, bytes.subarray(at, at + pageBytes));
        }
      }
      if (from === first) return bytes.subarray(offset - first * pageBytes, end - first * pageBytes);
      const joined = new Uint8Array(end - offset);
      for (let index = first; index <= last; index += 1) {
        const page = pages.get(index) ?? nothing;
        const start = index * pageBytes;
        const piece = page.subarray(Math.max(0, offset - start), Math.max(0, end - start));
        joined.set(piece, Math.max(0, start - offset));
      }
      return joined;
    },
  };
}
