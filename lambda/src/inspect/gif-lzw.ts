/** GIF's compression: CompuServe GIF89a specification, appendix F «Variable-Length-Code LZW Compression». */
import { Malformed } from './bytes.ts';

const maxCodes = 4096;

/**
 * Fills `output` with indexes of colours; returns how many there were. What comes behind the last pixel is not read.
 * @throws Malformed at a code that no encoder writes.
 */
export function decodeLzw(data: Uint8Array, minCodeSize: number, output: Uint8Array): number {
  const clear = 1 << minCodeSize;
  const end = clear + 1;
  /** What each code stands for: another code's bytes, and one more behind them. */
  const prefix = new Uint16Array(maxCodes);
  const suffix = new Uint8Array(maxCodes);
  const lengths = new Uint16Array(maxCodes).fill(1, 0, clear);
  for (let code = 0; code < Math.min(clear, 256); code += 1) suffix[code] = code;
  let codeSize = minCodeSize + 1;
  let next = end + 1;
  let previous = -1;
  let bits = 0;
  let bitCount = 0;
  let filled = 0;
  for (let at = 0; at < data.length && filled < output.length;) {
    bits |= (data[at++] ?? 0) << bitCount;
    bitCount += 8;
    while (bitCount >= codeSize && filled < output.length) {
      const code = bits & ((1 << codeSize) - 1);
      bits >>>= codeSize;
      bitCount -= codeSize;
      if (code === clear) {
        codeSize = minCodeSize + 1;
        next = end + 1;
        previous = -1;
        continue;
      }
      if (code === end) return filled;
      const isNew = code === next && previous >= 0;
      if (!isNew && (code > next - 1 || (previous < 0 && code >= clear))) {
        throw new Malformed('A frame of the GIF has a code that stands for nothing.');
      }
      // A code that is only now made stands for the one before and its own first byte.
      const known = isNew ? previous : code;
      const length = lengths[known] ?? 1;
      let first = known;
      for (let to = filled + length - 1; to >= filled; to -= 1) {
        if (to < output.length) output[to] = suffix[first] ?? 0;
        if (to > filled) first = prefix[first] ?? 0;
      }
      filled += length;
      const firstByte = suffix[first] ?? 0;
      if (isNew) {
        if (filled < output.length) output[filled] = firstByte;
        filled += 1;
      }
      if (previous >= 0 && next < maxCodes) {
        prefix[next] = previous;
        suffix[next] = firstByte;
        lengths[next] = (lengths[previous] ?? 0) + 1;
        next += 1;
        if (next === 1 << codeSize && codeSize < 12) codeSize += 1;
      }
      previous = code;
    }
  }
  return Math.min(filled, output.length);
}
