/**
 * A folder as a zip, the same bytes for the same files whenever and wherever it is made, so that a new hash means new
 * code. APPNOTE 6.3.10: local file header §4.3.7, central directory header §4.3.12, its end §4.3.16.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crc32, deflateRaw } from 'node:zlib';

const deflate = promisify(deflateRaw);
const localSignature = 0x04034b50;
const entrySignature = 0x02014b50;
const endSignature = 0x06054b50;
/** 2.0, as deflated entries need; made on Unix, so that the mode counts. */
const version = 20;
const madeByUnix = (3 << 8) | version;
const utf8Names = 0x0800;
const deflated = 8;
/** 1 January 1980, where the zip's time begins. */
const date = 0x0021;
const regularFile = 0o100000;

export async function zipFolder(folder: string): Promise<Buffer> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const path of paths.sort()) {
    const name = Buffer.from(path.slice(folder.length + 1));
    const content = await readFile(path);
    const packed = await deflate(content, { level: 9 });
    const permissions = ((await stat(path)).mode & 0o111) === 0 ? 0o644 : 0o755;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(version, 0);
    common.writeUInt16LE(utf8Names, 2);
    common.writeUInt16LE(deflated, 4);
    common.writeUInt16LE(date, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([uint32(localSignature), common, name, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(((regularFile | permissions) << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    directory.push(uint32(entrySignature), uint16(madeByUnix), common, rest, name);
    files.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, central, uint32(endSignature), end]);
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
