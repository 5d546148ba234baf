/** Endless bytes that hold nothing, of the kinds that media consist of; the same for the same seed. */
import { createCipheriv, createHash } from 'node:crypto';
import { brotliCompressSync, constants, deflateRawSync, zstdCompressSync } from 'node:zlib';
import sharp from 'sharp';

export const noiseKinds = ['random', 'sound', 'video', 'compressed'] as const;
export type NoiseKind = (typeof noiseKinds)[number];

export const blockBytes = 1024 * 1024;

/** One block; `block` numbers them. */
export function noiseBlock(kind: NoiseKind, seed: number, block: number): Uint8Array | Promise<Uint8Array> {
  const random = randomBytes(`${kind} ${String(seed)} ${String(block)}`);
  switch (kind) {
    case 'random':
      return random;
    case 'sound':
      return soundSamples(random, block);
    case 'video':
      return videoSamples(random, block);
    case 'compressed':
      return compress(random, block);
  }
}

/** The key stream of AES in counter mode: as random as bytes get, and fast. */
function randomBytes(name: string): Uint8Array {
  const key = createHash('sha256').update(name).digest();
  const cipher = createCipheriv('aes-128-ctr', key.subarray(0, 16), key.subarray(16));
  const { buffer, byteOffset } = cipher.update(Buffer.alloc(blockBytes));
  return new Uint8Array(buffer, byteOffset, blockBytes);
}

/** PCM of 8 or 16 bits, from a whisper to full scale: a tone with noise upon it. */
function soundSamples(random: Uint8Array, block: number): Uint8Array {
  const samples = new Uint8Array(blockBytes);
  const stride = (block % 2) + 1;
  const amplitude = 2 ** (((random[0] ?? 0) % 7) + 1) - 1;
  const noise = ((random[1] ?? 0) % 32) + 1;
  const step = (random[2] ?? 0) + 1;
  const wave = Float64Array.from(
    { length: 4096 },
    (_, at) => 128 + amplitude * Math.sin((at * Math.PI) / 2048),
  );
  if (stride === 2) samples.set(random);
  for (let at = stride - 1, phase = 0; at < blockBytes; at += stride, phase += step) {
    samples[at] = (wave[phase & 4095] ?? 0) + (((random[at] ?? 0) * noise) >> 8);
  }
  return samples;
}

/** Raw luma: rows that go on smoothly, or noise, within a band of brightness. */
function videoSamples(random: Uint8Array, block: number): Uint8Array {
  const samples = new Uint8Array(blockBytes);
  const lowest = random[0] ?? 0;
  const span = Math.min(255 - lowest, (random[1] ?? 0) % 128) + 1;
  if (block % 2 === 1) {
    for (let at = 0; at < blockBytes; at += 1) samples[at] = lowest + (((random[at] ?? 0) * span) >> 8);
    return samples;
  }
  for (let at = 0, level = span >> 1; at < blockBytes; at += 1) {
    level += ((random[at] ?? 0) % 7) - 3;
    level = level < 0 ? 0 : level >= span ? span - 1 : level;
    samples[at] = lowest + level;
  }
  return samples;
}

const words =
  'the of and a to in is you that it he was for on are as with his they I at be this have from'.split(' ');

/** Text and noise as several compressors leave them. */
async function compress(random: Uint8Array, block: number): Promise<Uint8Array> {
  const method = block % 5;
  if (method < 2) {
    const side = 700;
    const picture = sharp(random.subarray(0, side * side), {
      raw: { width: side, height: side, channels: 1 },
    });
    return method === 0
      ? picture.jpeg({ quality: 90 }).toBuffer()
      : picture.webp({ quality: 90, effort: 0 }).toBuffer();
  }
  const text = Buffer.from(Array.from(random, (value) => words[value % words.length]).join(' '));
  if (method === 2) return deflateRawSync(text, { level: 1 });
  if (method === 3) return zstdCompressSync(text);
  return brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
}
