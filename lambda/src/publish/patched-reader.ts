import type { Patch } from '../inspect/inspection.ts';
import type { RangedReader } from '../inspect/ranged-reader.ts';

/** Reads a file with some of its bytes replaced. */
export function patchedReader(reader: RangedReader, patches: readonly Patch[]): RangedReader {
  if (patches.length === 0) return reader;
  return {
    size: reader.size,
    async read(offset, length) {
      const bytes = await reader.read(offset, length);
      const touched = patches.filter(
        (patch) => patch.offset < offset + bytes.length && patch.offset + patch.bytes.length > offset,
      );
      if (touched.length === 0) return bytes;
      // The bytes may belong to whoever reads ahead.
      const patched = bytes.slice();
      for (const patch of touched) {
        for (const [index, byte] of patch.bytes.entries()) {
          const at = patch.offset + index - offset;
          if (at >= 0 && at < patched.length) patched[at] = byte;
        }
      }
      return patched;
    },
  };
}
