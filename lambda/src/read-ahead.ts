/** Reading ahead, for whoever walks or copies a whole file from far away. */
import type { RangedReader } from './inspect/ranged-reader.ts';

const KiB = 1024;
const firstChunkBytes = 64 * KiB;
/** What one request to storage fetches once the walk is under way. */
const maxChunkBytes = 4096 * KiB;
/** Chunks under way ahead of the reader, so that the time to the first byte is paid once. */
const chunksAhead = 3;
const chunksBehind = 1;
/** Places that are read in turn, such as the video and the sound of a file that does not interleave them. */
const maxWalks = 4;

interface Chunk {
  readonly start: number;
  readonly end: number;
  readonly bytes: Promise<Uint8Array>;
}

/** One place where the file is read forward. Its chunks follow one another without a gap. */
interface Walk {
  chunks: Chunk[];
  /** Doubles as long as the walk goes on. */
  chunkBytes: number;
}

/**
 * A reader that fetches more and more ahead of those who read forward, several at once and at several places.
 * Memory: `maxWalks` × (`chunksAhead` + `chunksBehind` + 1) × `maxChunkBytes` at most.
 */
export function readAhead(reader: RangedReader): RangedReader {
  /** The one used last comes last. */
  const walks: Walk[] = [];

  const fetch = (start: number, length: number): Chunk => {
    const end = Math.min(start + length, reader.size);
    const bytes = reader.read(start, end - start);
    // Whoever reads it hears of a failure; nobody may.
    bytes.catch(() => undefined);
    return { start, end, bytes };
  };

  /** Makes the walk cover `end`, and a little more. */
  const extend = (walk: Walk, end: number): void => {
    for (;;) {
      const last = walk.chunks.at(-1);
      if (!last || last.end >= reader.size) return;
      const ahead = walk.chunks.filter((chunk) => chunk.start >= end).length;
      const wanted = walk.chunkBytes < maxChunkBytes ? 1 : chunksAhead;
      if (last.end >= end && ahead >= wanted) return;
      walk.chunkBytes = Math.min(walk.chunkBytes * 2, maxChunkBytes);
      walk.chunks.push(fetch(last.end, walk.chunkBytes));
    }
  };

  const walkAt = (offset: number): Walk => {
    const index = walks.findIndex(({ chunks }) => {
      const [first, last] = [chunks[0], chunks.at(-1)];
      return first && last && offset >= first.start && offset <= last.end;
    });
    const [found] = index < 0 ? [] : walks.splice(index, 1);
    const walk = found ?? { chunks: [fetch(offset, firstChunkBytes)], chunkBytes: firstChunkBytes };
    walks.push(walk);
    if (walks.length > maxWalks) walks.shift();
    return walk;
  };

  return {
    size: reader.size,
    async read(offset, length) {
      const end = Math.min(offset + length, reader.size);
      if (end <= offset) return new Uint8Array(0);
      const walk = walkAt(offset);
      const begun = walk.chunks[0];
      // The first read of a place fetches just that; only the second one shows that somebody reads forward.
      if (walk.chunks.length > 1 || (begun && end > begun.end)) extend(walk, end);
      const covering = walk.chunks.filter((chunk) => chunk.end > offset && chunk.start < end);
      const firstNeeded = walk.chunks.findIndex((chunk) => chunk.end > offset);
      walk.chunks = walk.chunks.slice(Math.max(0, firstNeeded - chunksBehind));
      return join(covering, offset, end);
    },
  };
}

async function join(chunks: readonly Chunk[], offset: number, end: number): Promise<Uint8Array> {
  const [only, second] = chunks;
  if (only && !second) return (await only.bytes).subarray(offset - only.start, end - only.start);
  const joined = new Uint8Array(end - offset);
  let filled = 0;
  for (const chunk of chunks) {
    const piece = (await chunk.bytes).subarray(Math.max(0, offset - chunk.start), end - chunk.start);
    joined.set(piece, filled);
    filled += piece.length;
  }
  return joined.subarray(0, filled);
}
