/** Files as tests need them: fixtures, pieces to build others from, and readers that pretend to be large. */
import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { inspect, inspectToTheEnd } from '../../src/inspect/inspect.ts';
import {
  defaultInspectionLimits,
  type Inspection,
  type InspectionLimits,
} from '../../src/inspect/inspection.ts';
import { bufferReader, type RangedReader } from '../../src/inspect/ranged-reader.ts';

export const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../fixtures/${name}`, import.meta.url));

/** One byte a character, so that magic numbers can be written as text. */
export const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

export function u32be(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function u32le(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

export function u64be(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

/** A box of ISO BMFF. */
export const box = (type: string, ...content: Uint8Array[]): Buffer =>
  Buffer.concat([u32be(8 + content.reduce((sum, { length }) => sum + length, 0)), latin1(type), ...content]);

/** A PNG chunk with its checksum. */
export function pngChunk(type: string, data: Uint8Array): Buffer {
  const typed = Buffer.concat([latin1(type), data]);
  return Buffer.concat([u32be(data.length), typed, u32be(crc32(typed))]);
}

/** A RIFF chunk with its padding. */
const riffChunk = (type: string, data: Uint8Array): Buffer =>
  Buffer.concat([latin1(type), u32le(data.length), data, Buffer.alloc(data.length % 2)]);

/** An EBML element with a size of eight bytes. */
export const ebmlElement = (id: readonly number[], ...content: Uint8Array[]): Buffer => {
  const size = u64be(content.reduce((sum, { length }) => sum + length, 0));
  size[0] = 1;
  return Buffer.concat([Buffer.from(id), size, ...content]);
};

/** An ID3v2.3 tag of the given frames. */
export function id3(frames: readonly (readonly [id: string, content: Uint8Array])[]): Buffer {
  const body = Buffer.concat(
    frames.map(([id, content]) =>
      Buffer.concat([latin1(id), u32be(content.length), Buffer.alloc(2), content]),
    ),
  );
  const size = Buffer.from([21, 14, 7, 0].map((shift) => (body.length >> shift) & 0x7f));
  return Buffer.concat([latin1('ID3\x03\0\0'), size, body]);
}

/** Inserts `piece` before byte `at`. */
export const insert = (bytes: Uint8Array, at: number, piece: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);

/** Adds a RIFF chunk at the end, and to the size in the header. */
export function withRiffChunk(riff: Uint8Array, type: string, data: Uint8Array): Buffer {
  const whole = Buffer.concat([riff, riffChunk(type, data)]);
  whole.writeUInt32LE(whole.length - 8, 4);
  return whole;
}

export const payloads = {
  zip: Buffer.concat([
    latin1('PK\x03\x04\x14\0\0\0\0\0\0\0\0\0'),
    u32le(crc32('hello')),
    u32le(5),
    u32le(5),
    latin1('\x05\0\0\0a.txthello'),
    latin1('PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0'),
    u32le(crc32('hello')),
    u32le(5),
    u32le(5),
    latin1('\x05\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0a.txt'),
    latin1('PK\x05\x06\0\0\0\0\x01\0\x01\0\x33\0\0\0\x28\0\0\0\0\0'),
  ]),
  windowsProgram: Buffer.concat([
    latin1('MZ'),
    Buffer.alloc(0x3a),
    u32le(0x80),
    Buffer.alloc(0x40),
    latin1('PE\0\0\x64\x86'),
    Buffer.alloc(64),
  ]),
  linuxProgram: Buffer.concat([latin1('\x7fELF\x02\x01\x01'), Buffer.alloc(57)]),
  html: latin1('<html><body><script>alert(1)</script></body></html>'),
  svg: latin1('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
  php: latin1('<?php system($_GET["c"]); ?>'),
  pdf: latin1('%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n'),
  gzip: latin1('\x1f\x8b\x08\0\0\0\0\0\0\x03\x4b\x04\0\x43\xbe\xb7\xe8\x01\0\0\0'),
  shell: latin1('#!/bin/sh\nid\n'),
  playlist: latin1('#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n'),
} as const;

/** Both passes, as the Lambda runs them one after the other. */
export async function inspectFully(
  file: Uint8Array | RangedReader,
  contentType: string,
  limits: Partial<InspectionLimits> = {},
): Promise<Inspection> {
  const reader = file instanceof Uint8Array ? bufferReader(file) : file;
  const all = { ...defaultInspectionLimits, ...limits };
  const first = await inspect(reader, { contentType }, all);
  return first.outcome === 'ACCEPTED' ? inspectToTheEnd(reader, first, all) : first;
}

/** "ACCEPTED", or the reason of the rejection. */
export const outcomeOf = (inspection: Inspection): string =>
  inspection.outcome === 'ACCEPTED' ? 'ACCEPTED' : inspection.reason;

/** A file of any size that is zeros but for the given pieces. */
export function sparseReader(
  size: number,
  pieces: readonly { at: number; bytes: Uint8Array }[],
): RangedReader {
  return {
    size,
    read(offset, length) {
      const result = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      for (const { at, bytes } of pieces) {
        const from = Math.max(at, offset);
        const to = Math.min(at + bytes.length, offset + result.length);
        if (from < to) result.set(bytes.subarray(from - at, to - at), from - offset);
      }
      return Promise.resolve(result);
    },
  };
}
