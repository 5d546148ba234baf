/** The checksum of a PNG's pixels (RFC 1950 §2.2), which nobody needs who checks that all of them are there. */
import { createInflateRaw } from 'node:zlib';
import { u32be } from '../inspect/bytes.ts';
import { chunksOf, joinPng } from './png-chunks.ts';

const zlibHeadBytes = 2;

/** The same PNG with the checksum that its pixels have; `undefined` where they can't be unpacked, or it was right. */
export async function withRightAdler(png: Uint8Array): Promise<Uint8Array | undefined> {
  const chunks = [...chunksOf(png)];
  const stream = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const unpacked = await unpack(stream.subarray(zlibHeadBytes)).catch(() => undefined);
  if (!unpacked) return undefined;
  const end = zlibHeadBytes + unpacked.packedBytes;
  if (stream.length >= end + 4 && u32be(stream, end) === unpacked.adler) return undefined;
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(unpacked.adler);
  const data = Buffer.concat([stream.subarray(0, end), checksum]);
  const first = chunks.findIndex(({ type }) => type === 'IDAT');
  const others = chunks.filter(({ type }) => type !== 'IDAT');
  const last = { type: 'IEND', data: new Uint8Array(0) };
  return joinPng([...others.slice(0, first), { type: 'IDAT', data }, last]);
}

/** Piece by piece: unpacked, pixels may take more memory than there is. */
async function unpack(packed: Uint8Array): Promise<{ packedBytes: number; adler: number }> {
  const inflate = createInflateRaw();
  let sums: Sums = { low: 1, high: 0 };
  inflate.end(packed);
  for await (const piece of inflate as AsyncIterable<Uint8Array>) sums = addTo(sums, piece);
  return { packedBytes: inflate.bytesWritten, adler: ((sums.high << 16) | sums.low) >>> 0 };
}

interface Sums {
  readonly low: number;
  readonly high: number;
}

const modulus = 65_521;
/** So many bytes can be added up before a sum leaves 32 bits (RFC 1950, appendix). */
const bytesAtOnce = 3800;

function addTo(sums: Sums, bytes: Uint8Array): Sums {
  let { low, high } = sums;
  for (let from = 0; from < bytes.length; from += bytesAtOnce) {
    const to = Math.min(bytes.length, from + bytesAtOnce);
    for (let at = from; at < to; at += 1) {
      low += bytes[at] ?? 0;
      high += low;
    }
    low %= modulus;
    high %= modulus;
  }
  return { low, high };
}
