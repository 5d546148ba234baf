/** Changing boxes of an MP4 (ISO/IEC 14496-12 §4.2) whose index stands behind its samples. */

/** Where the content of `stsd` and of a video's sample entry begins, behind their own fields (§8.5.2, §12.1.3). */
const fieldBytes: Partial<Record<string, number>> = { stsd: 8, avc1: 78 };

/** Puts `piece` at the end of the box that `path` leads to, and adds its length to every box on the way. */
export function insertIntoBox(file: Uint8Array, path: readonly string[], piece: Uint8Array): Buffer {
  const grown = Buffer.from(file);
  let [from, to] = [0, grown.length];
  for (const type of path) {
    let at = from;
    while (grown.toString('latin1', at + 4, at + 8) !== type) {
      const size = grown.readUInt32BE(at);
      if (size < 8 || at + size >= to) throw new Error(`There is no box ${path.join('/')}`);
      at += size;
    }
    to = at + grown.readUInt32BE(at);
    grown.writeUInt32BE(to - at + piece.length, at);
    from = at + 8 + (fieldBytes[type] ?? 0);
  }
  return Buffer.concat([grown.subarray(0, to), piece, grown.subarray(to)]);
}
