/** FLAC out of Ogg (RFC 9639 §10.1, RFC 3533 §6), which mediabunny does not read: frames go over untouched. */
import type { StreamTargetChunk } from 'mediabunny';
import type { RangedReader } from '../inspect/ranged-reader.ts';

const pageHeaderBytes = 27;
/** 255 segments of 255 bytes each. */
const maxPageBytes = pageHeaderBytes + 255 + 255 * 255;
const streamInfoBytes = 34;

interface Page {
  readonly serial: number;
  /** Samples up to the last packet that ends here. */
  readonly samples: bigint;
  /** Pieces of packets, and whether each ends its packet. */
  readonly pieces: readonly { readonly bytes: Uint8Array; readonly ends: boolean }[];
  readonly length: number;
}

/**
 * Writes the Ogg's FLAC stream as a FLAC file whose only metadata block is STREAMINFO.
 * @returns frames written.
 * @throws where the source is not that; whatever reading or writing throws.
 */
export async function rewriteOggFlac(
  reader: RangedReader,
  stream: WritableStream<StreamTargetChunk>,
): Promise<number> {
  const writer = stream.getWriter();
  let position = 0;
  const append = async (data: Uint8Array): Promise<void> => {
    await writer.write({ type: 'write', position, data: new Uint8Array(data) });
    position += data.length;
  };
  let streamInfo: Uint8Array | undefined;
  let frames = 0;
  let samples = 0n;
  for await (const { packet, total } of packetsOf(reader)) {
    if (!streamInfo) {
      streamInfo = streamInfoOf(packet);
      await append(fileHeader(streamInfo));
    } else if (packet[0] === 0xff) {
      // Frames begin with a sync code (RFC 9639 §9.1); the other packets are metadata blocks.
      await append(packet);
      frames += 1;
    }
    samples = total;
  }
  if (streamInfo && !knowsItsLength(streamInfo)) {
    const header = fileHeader(withLength(streamInfo, samples));
    await writer.write({ type: 'write', position: 0, data: header });
  }
  await writer.close();
  return frames;
}

/** Packets of the first logical stream, with the samples that it has told of so far. */
async function* packetsOf(reader: RangedReader): AsyncGenerator<{ packet: Uint8Array; total: bigint }> {
  let serial: number | undefined;
  let begun: Uint8Array[] = [];
  for (let offset = 0; offset < reader.size;) {
    const page = parsePage(await reader.read(offset, maxPageBytes));
    offset += page.length;
    serial ??= page.serial;
    if (page.serial !== serial) continue;
    for (const { bytes, ends } of page.pieces) {
      begun.push(bytes);
      if (!ends) continue;
      yield { packet: Buffer.concat(begun), total: page.samples };
      begun = [];
    }
  }
}

/** RFC 3533 §6. */
function parsePage(bytes: Uint8Array): Page {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < pageHeaderBytes || view.getUint32(0) !== 0x4f676753)
    throw new Error('An Ogg page is missing');
  const lacing = bytes.subarray(pageHeaderBytes, pageHeaderBytes + view.getUint8(26));
  const pieces: { bytes: Uint8Array; ends: boolean }[] = [];
  let at = pageHeaderBytes + lacing.length;
  let start = at;
  for (const [index, value] of lacing.entries()) {
    at += value;
    const ends = value < 255;
    if (!ends && index < lacing.length - 1) continue;
    pieces.push({ bytes: bytes.subarray(start, at), ends });
    start = at;
  }
  if (at > bytes.length) throw new Error('An Ogg page is cut short');
  return { serial: view.getUint32(14, true), samples: view.getBigInt64(6, true), pieces, length: at };
}

/** The first packet: 0x7F "FLAC", version, count of headers, "fLaC", block header, STREAMINFO. */
function streamInfoOf(packet: Uint8Array): Uint8Array {
  const start = 1 + 4 + 2 + 2 + 4 + 4;
  const text = Buffer.from(packet).toString('latin1', 0, 13);
  const info = new Uint8Array(packet.subarray(start, start + streamInfoBytes));
  if (!text.startsWith('\x7fFLAC') || !text.endsWith('fLaC') || info.length < streamInfoBytes) {
    throw new Error('The Ogg stream does not begin as FLAC');
  }
  return info;
}

/** RFC 9639 §8.1: the block's type 0 with the flag of the last metadata block. */
function fileHeader(streamInfo: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array([...Buffer.from('fLaC'), 0x80, 0, 0, streamInfoBytes, ...streamInfo]);
}

/** RFC 9639 §8.2: the total of samples is 36 bits from bit 108; 0 is unknown. */
const knowsItsLength = (info: Uint8Array): boolean =>
  ((info[13] ?? 0) & 0x0f) !== 0 || info.subarray(14, 18).some((byte) => byte !== 0);

function withLength(info: Uint8Array, samples: bigint): Uint8Array {
  const known = new Uint8Array(info);
  if (samples <= 0n || samples >= 1n << 36n) return known;
  known[13] = ((known[13] ?? 0) & 0xf0) | Number(samples >> 32n);
  new DataView(known.buffer).setUint32(14, Number(samples & 0xffffffffn));
  return known;
}
