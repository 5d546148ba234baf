/**
 * A zip of files in memory, the same bytes for the same files: its hash names the Lambda's bundle, so that an
 * unchanged one is no deployment (APPNOTE.TXT 6.3.10; no more than 65,535 files and 4 GiB, which AWS refuses long
 * before).
 */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipFile {
  /** With slashes. */
  readonly name: string;
  readonly bytes: Buffer;
}

const versionNeeded = 20;
/** Unix, so that the mode below is understood. */
const versionMadeBy = (3 << 8) | versionNeeded;
const utf8Names = 1 << 11;
const deflated = 8;
/** 1 January 1980, the first day that a zip knows. */
const day = (1 << 5) | 1;
/** -rw-r--r--; Lambda runs as somebody else and must be able to read. */
const mode = 0o100644;

export function makeZip(files: readonly ZipFile[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const file of files.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = Buffer.from(file.name);
    const content = deflateRawSync(file.bytes, { level: 9 });
    const shared = describe(file.bytes, content, name);
    // 4.3.7 local file header
    const local = Buffer.concat([uint32(0x04034b50), shared, name, content]);
    // 4.3.12 central directory header: no comment, first disk, no internal attributes
    directory.push(
      Buffer.concat([uint32(0x02014b50), uint16(versionMadeBy), shared]),
      Buffer.concat([uint16(0), uint16(0), uint16(0), uint32((mode << 16) >>> 0), uint32(offset), name]),
    );
    locals.push(local);
    offset += local.length;
  }
  const headers = Buffer.concat(directory);
  // 4.3.16 end of central directory record
  const counts = [0, 0, files.length, files.length].map(uint16);
  const end = Buffer.concat([
    uint32(0x06054b50),
    ...counts,
    uint32(headers.length),
    uint32(offset),
    uint16(0),
  ]);
  return Buffer.concat([...locals, headers, end]);
}

/** What both headers hold, from the version needed to the length of the extra field. */
function describe(bytes: Buffer, content: Buffer, name: Buffer): Buffer {
  return Buffer.concat([
    ...[versionNeeded, utf8Names, deflated, 0, day].map(uint16),
    ...[crc32(bytes), content.length, bytes.length].map(uint32),
    ...[name.length, 0].map(uint16),
  ]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
