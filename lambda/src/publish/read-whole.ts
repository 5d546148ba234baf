import type { RangedReader } from '../inspect/ranged-reader.ts';

const chunkBytes = 8 * 1024 * 1024;

/** All bytes of an object that is known to be small enough to hold. */
export async function readWhole(reader: RangedReader): Promise<Uint8Array> {
  const whole = new Uint8Array(reader.size);
  const offsets = Array.from(
    { length: Math.ceil(reader.size / chunkBytes) },
    (_, index) => index * chunkBytes,
  );
  await Promise.all(
    offsets.map(async (offset) => {
      whole.set(await reader.read(offset, chunkBytes), offset);
    }),
  );
  return whole;
}
