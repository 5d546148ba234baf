import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isMissing } from './is-missing.ts';
import type { Segment } from './records.ts';

const readBytes = 256 * 1024;
const writeBytes = 1024 * 1024;
const parallelChecks = 32;

/**
 * The bytes: immutable files with random names, so that no key ever becomes a path, a reader keeps what it has
 * opened, and a file that the journal does not name is a leftover.
 */
export class DataFiles {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(folder: string): Promise<DataFiles> {
    await mkdir(folder, { recursive: true });
    return new DataFiles(folder);
  }

  /** Writes a stream to a new file; when it fails, nothing is left. */
  async write(chunks: AsyncIterable<Buffer>): Promise<Segment> {
    const file = randomUUID();
    const stream = createWriteStream(this.#path(file), { flags: 'wx', highWaterMark: writeBytes });
    try {
      await pipeline(chunks, stream);
      return { file, size: stream.bytesWritten };
    } catch (error) {
      await rm(this.#path(file), { force: true });
      throw error;
    }
  }

  /** A second name for the same bytes, or a copy where the file system knows no links. */
  async duplicate(segment: Segment): Promise<Segment> {
    const file = randomUUID();
    try {
      await link(this.#path(segment.file), this.#path(file));
    } catch (error) {
      if (isMissing(error)) throw error;
      await copyFile(this.#path(segment.file), this.#path(file));
    }
    return { file, size: segment.size };
  }

  /** Opens all files of the range before it returns, so that a deletion meanwhile takes nothing away. */
  async read(segments: readonly Segment[], start: number, length: number): Promise<Readable> {
    const pieces: Piece[] = [];
    let offset = 0;
    try {
      for (const { file, size } of segments) {
        const from = Math.max(start - offset, 0);
        const to = Math.min(start + length - offset, size);
        if (from < to) pieces.push({ handle: await open(this.#path(file)), from, to });
        offset += size;
      }
    } catch (error) {
      await Promise.all(pieces.map(({ handle }) => handle.close()));
      throw error;
    }
    return Readable.from(readPieces(pieces), { objectMode: false, highWaterMark: readBytes });
  }

  async remove(segments: readonly Segment[]): Promise<void> {
    await Promise.all(segments.map(({ file }) => rm(this.#path(file), { force: true })));
  }

  /** Which of the segments have no file of their size. */
  async findTorn(segments: Iterable<Segment>): Promise<ReadonlySet<Segment>> {
    const torn = new Set<Segment>();
    const remaining = [...segments].values();
    const check = async () => {
      for (const segment of remaining) {
        const found = await stat(this.#path(segment.file)).catch(() => undefined);
        if (found?.size !== segment.size) torn.add(segment);
      }
    };
    await Promise.all(Array.from({ length: parallelChecks }, check));
    return torn;
  }

  /** Removes what no segment names: the leftovers of uploads that were cut off. */
  async removeAllBut(segments: Iterable<Segment>): Promise<void> {
    const kept = new Set(Array.from(segments, ({ file }) => file));
    const files = await readdir(this.#folder);
    await this.remove(files.filter((file) => !kept.has(file)).map((file) => ({ file, size: 0 })));
  }

  #path(file: string): string {
    return join(this.#folder, file);
  }
}

interface Piece {
  readonly handle: FileHandle;
  readonly from: number;
  readonly to: number;
}

async function* readPieces(pieces: readonly Piece[]): AsyncGenerator<Buffer> {
  try {
    for (const { handle, from, to } of pieces) {
      for (let position = from; position < to;) {
        const buffer = Buffer.allocUnsafe(Math.min(readBytes, to - position));
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
        if (bytesRead === 0) throw new Error('A data file is shorter than the journal says');
        position += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    }
  } finally {
    await Promise.all(pieces.map(({ handle }) => handle.close()));
  }
}
