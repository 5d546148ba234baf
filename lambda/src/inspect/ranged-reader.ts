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

/** What lies from `start` on, as if it were all. */
export const readerBehind = (reader: RangedReader, start: number): RangedReader => ({
  size: reader.size - start,
  read: (offset, length) => reader.read(start + offset, length),
});

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
  /** Pages asked for at once while reads go on where the last one ended; it doubles from one up to this. */
  readonly maxPagesAhead: number;
  /** Pages kept; the one that was used longest ago is dropped first. */
  readonly maxPages: number;
}

/** Keeps the pages last used, and asks `reader` once for all that a read misses and what may be wanted next. */
export function pagedReader(reader: RangedReader, settings: PageSettings): RangedReader {
  const { pageBytes, maxPagesAhead, maxPages } = settings;
  const pages = new Map<number, Uint8Array>();
  let ahead = 1;
  let expected = 0;

  const keep = (index: number, page: Uint8Array): void => {
    pages.delete(index);
    pages.set(index, page);
    for (const oldest of pages.keys()) {
      if (pages.size <= maxPages) break;
      pages.delete(oldest);
    }
  };

  const fetch = async (from: number, last: number): Promise<Uint8Array> => {
    const goesOn = from >= expected && from < expected + ahead;
    ahead = goesOn ? Math.min(ahead * 2, maxPagesAhead) : 1;
    const count = Math.max(last - from + 1, ahead);
    const start = from * pageBytes;
    const bytes = await reader.read(start, Math.min(count * pageBytes, reader.size - start));
    expected = from + count;
    for (let at = 0; at < bytes.length; at += pageBytes) {
      keep(from + at / pageBytes, bytes.subarray(at, at + pageBytes));
    }
    return bytes;
  };

  return {
    size: reader.size,
    async read(offset, length) {
      const end = Math.min(offset + length, reader.size);
      if (end <= offset) return nothing;
      const first = Math.floor(offset / pageBytes);
      const last = Math.floor((end - 1) / pageBytes);
      if (last - first >= maxPages / 2) return reader.read(offset, end - offset);
      const within = (bytes: Uint8Array, page: number): Uint8Array =>
        bytes.subarray(Math.max(0, offset - page * pageBytes), Math.max(0, end - page * pageBytes));
      const pieces: Uint8Array[] = [];
      for (let index = first; index <= last; index += 1) {
        const page = pages.get(index);
        if (!page) {
          pieces.push(within(await fetch(index, last), index));
          break;
        }
        keep(index, page);
        pieces.push(within(page, index));
      }
      return pieces.length === 1 ? (pieces[0] ?? nothing) : Buffer.concat(pieces);
    },
  };
}
