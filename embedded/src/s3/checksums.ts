import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** The checksums that S3 verifies and this server knows; CRC64NVME needs native code in the SDK and is refused. */
export const checksumAlgorithms = ['crc32', 'crc32c', 'sha1', 'sha256'] as const;

export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

export interface RunningHash {
  update(chunk: Buffer): void;
  digest(): Buffer;
}

export const digestBytes: Record<ChecksumAlgorithm, number> = { crc32: 4, crc32c: 4, sha1: 20, sha256: 32 };

export function startHash(algorithm: ChecksumAlgorithm | 'md5'): RunningHash {
  if (algorithm === 'crc32') return startCrc(crc32);
  if (algorithm === 'crc32c') return startCrc(crc32c);
  const hash = createHash(algorithm);
  return {
    update: (chunk) => void hash.update(chunk),
    digest: () => hash.digest(),
  };
}

function startCrc(step: (chunk: Buffer, value: number) => number): RunningHash {
  let value = 0;
  return {
    update: (chunk) => {
      value = step(chunk, value);
    },
    digest: () => {
      const digest = Buffer.alloc(4);
      digest.writeUInt32BE(value);
      return digest;
    },
  };
}

/** RFC 3720 §12.1: the Castagnoli polynomial, reflected. */
const castagnoli = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

function crc32c(chunk: Buffer, previous: number): number {
  let value = ~previous;
  for (const byte of chunk) value = (castagnoli[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  return ~value >>> 0;
}
