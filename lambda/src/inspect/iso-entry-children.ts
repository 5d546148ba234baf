/** Boxes within a sample entry, all in memory. */
import { latin1, u32be } from './bytes.ts';

/** Boxes behind the fixed fields, from byte `from`. */
function* childBoxes(entry: Uint8Array, from: number): Generator<{ type: string; content: Uint8Array }> {
  for (let at = from; at + 8 <= entry.length;) {
    const size = u32be(entry, at);
    if (size < 8 || at + size > entry.length) return;
    yield { type: latin1(entry, at + 4, 4), content: entry.subarray(at + 8, at + size) };
    at += size;
  }
}

/** The content of the last box of a type, for those of which demuxers take the last. */
export function findLastChild(entry: Uint8Array, from: number, type: string): Uint8Array | undefined {
  return [...childBoxes(entry, from)].findLast((child) => child.type === type)?.content;
}

/** The content of the first box of a type. */
export function findChild(entry: Uint8Array, from: number, type: string): Uint8Array | undefined {
  for (const child of childBoxes(entry, from)) {
    if (child.type === type) return child.content;
    // QuickTime File Format, «siDecompressionParam Atom»: `wave` wraps what belongs to the codec.
    if (child.type === 'wave') {
      const inner = findChild(child.content, 0, type);
      if (inner) return inner;
    }
  }
  return undefined;
}
