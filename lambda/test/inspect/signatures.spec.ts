/** The chance of a false alarm, computed from the table of signatures, and tried on bytes that hold nothing. */
import { describe, expect, it } from '@jest/globals';
import { findActiveContent } from '../../src/inspect/active-content.ts';
import type { Signature } from '../../src/inspect/signature.ts';
import { signatures } from '../../src/inspect/signatures.ts';
import { blockBytes, noiseBlock, noiseKinds } from '../scan-noise/noise.ts';
import { bandOf, chanceOf, compressedBytes, randomBytes, type Source } from './chance.ts';

const GiB = 1024 ** 3;
/** The largest upload. */
const scannedBytes = 5 * GiB;
/** What the search looks at in one piece. */
const stretchBytes = 260 * 1024;

const falseAlarms = (signature: Signature, source: Source): number =>
  scannedBytes * chanceOf(signature, source, stretchBytes);
/** Two signatures may have one name. */
const table = signatures.map((signature, index): [string, Signature] => [
  `${signature.name} (${String(index + 1)})`,
  signature,
]);

describe('by chance, in 5 GiB', () => {
  it.each(table)('%s is met with in random bytes less often than once in 10⁹ files', (_name, signature) => {
    expect(falseAlarms(signature, randomBytes)).toBeLessThan(1e-9);
  });

  it.each(table)('%s is as rare in compressed bytes', (_name, signature) => {
    expect(falseAlarms(signature, compressedBytes)).toBeLessThan(1e-9);
  });

  it.each(table)('%s is rare in samples, whatever band of values they lie in', (_name, signature) => {
    let most = 0;
    for (let lowest = 0; lowest < 256; lowest += 6) {
      for (let highest = lowest + 8; highest < 256; highest += 6) {
        most = Math.max(most, falseAlarms(signature, bandOf(lowest, highest)));
      }
    }
    expect(most).toBeLessThan(1e-4);
  });
});

describe('bytes that hold nothing', () => {
  const wantedBytes = 256 * 1024 * 1024;
  const blocks = wantedBytes / noiseKinds.length / blockBytes;

  it.each(noiseKinds)('of the kind %s', async (kind) => {
    for (let done = 0, block = 0; done < blocks * blockBytes; block += 1) {
      const bytes = await noiseBlock(kind, 1, block);
      done += bytes.length;
      const among = kind === 'video' || kind === 'sound' ? 'samples' : 'metadata';
      expect(findActiveContent(bytes, among)).toBeUndefined();
    }
  });

  it('are compressed as the computation takes it', async () => {
    const counts = new Float64Array(256);
    for (let block = 0; block < 10; block += 1) {
      for (const value of await noiseBlock('compressed', 1, block)) counts[value] = (counts[value] ?? 0) + 1;
    }
    const total = counts.reduce((sum, count) => sum + count, 0);
    for (const [value, count] of counts.entries()) {
      expect(count / total).toBeLessThan(compressedBytes([value]));
    }
  });
});
