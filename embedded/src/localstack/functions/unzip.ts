/**
 * A zip into a folder, which is made. Offsets are those of APPNOTE 6.3.10: end of central directory §4.3.16, central
 * directory header §4.3.12, local file header §4.3.7. No encryption, no ZIP64, no links.
 */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { AwsError } from '../aws-error.ts';

/** Lambda's limit for the unpacked code. */
const maxUnpackedBytes = 250 * 1024 * 1024;
const endSignature = 0x06054b50;
const endBytes = 22;
const maxCommentBytes = 0xffff;
const entrySignature = 0x02014b50;
const entryBytes = 46;
const localBytes = 30;
const symbolicLink = 0o120000;
const inflate = promisify(inflateRaw);

interface Entry {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly mode: number;
  readonly localOffset: number;
}

/** Throws AwsError for what is no zip that Lambda would take. */
export async function unzip(zip: Buffer, folder: string): Promise<void> {
  const entries = readEntries(zip);
  const total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total > maxUnpackedBytes) throw bad(`Unzipped size must be smaller than ${maxUnpackedBytes} bytes`);
  await mkdir(folder, { recursive: true });
  for (const entry of entries) {
    const path = normalize(entry.name);
    if (path.startsWith('/') || path.split(sep).includes('..'))
      throw bad(`${entry.name} leads out of the zip`);
    if ((entry.mode & 0o170000) === symbolicLink) throw bad(`${entry.name} is a link`);
    const target = join(folder, path);
    if (entry.name.endsWith('/')) {
      await mkdir(target, { recursive: true });
      continue;
    }
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, await unpack(zip, entry));
    if ((entry.mode & 0o111) !== 0) await chmod(target, 0o755);
  }
}

function readEntries(zip: Buffer): Entry[] {
  const from = Math.max(0, zip.length - endBytes - maxCommentBytes);
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(endSignature);
  const end = zip.lastIndexOf(signature);
  if (end < from || end + endBytes > zip.length)
    throw bad('Could not unzip uploaded file. Please check your file, then try to upload again.');
  const count = zip.readUInt16LE(end + 10);
  let offset = zip.readUInt32LE(end + 16);
  return Array.from({ length: count }, () => {
    if (offset + entryBytes > zip.length || zip.readUInt32LE(offset) !== entrySignature)
      throw bad('The zip has no central directory');
    const nameBytes = zip.readUInt16LE(offset + 28);
    const entry = {
      method: zip.readUInt16LE(offset + 10),
      packedBytes: zip.readUInt32LE(offset + 20),
      bytes: zip.readUInt32LE(offset + 24),
      mode: zip.readUInt16LE(offset + 40),
      localOffset: zip.readUInt32LE(offset + 42),
      name: zip.toString('utf8', offset + entryBytes, offset + entryBytes + nameBytes),
    };
    offset += entryBytes + nameBytes + zip.readUInt16LE(offset + 30) + zip.readUInt16LE(offset + 32);
    return entry;
  });
}

async function unpack(
  zip: Buffer,
  { name, method, packedBytes, bytes, localOffset }: Entry,
): Promise<Buffer> {
  if (localOffset + localBytes > zip.length) throw bad(`${name} is cut off`);
  const start =
    localOffset + localBytes + zip.readUInt16LE(localOffset + 26) + zip.readUInt16LE(localOffset + 28);
  const packed = zip.subarray(start, start + packedBytes);
  if (method !== 0 && method !== 8) throw bad(`${name} is packed in an unknown way`);
  const content =
    method === 0
      ? packed
      : await inflate(packed, { maxOutputLength: Math.max(bytes, 1) }).catch(() => undefined);
  if (content?.length !== bytes) throw bad(`${name} is not what the zip says of it`);
  return content;
}

function bad(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}
