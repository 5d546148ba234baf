import { mkdir } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { type Entry, fromBuffer, type Options, type ZipFile } from 'yauzl';
import { AwsError } from '../aws-error.ts';

/** Lambda's limit for the unpacked code. */
const maxUnpackedBytes = 250 * 1024 * 1024;
const symbolicLink = 0o120000;
const open = promisify<Buffer, Options, ZipFile>(fromBuffer);

/** Unpacks a zip into a folder, which is made. @throws {AwsError} for what is no zip that Lambda would take. */
export async function unzip(zip: Buffer, folder: string): Promise<void> {
  const archive = await open(zip, { lazyEntries: true }).catch(() => {
    throw invalid('Could not unzip uploaded file. Please check your file, then try to upload again.');
  });
  const entries = await readEntries(archive);
  const total = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (total > maxUnpackedBytes) throw invalid(`Unzipped size must be smaller than ${maxUnpackedBytes} bytes`);
  await mkdir(folder, { recursive: true });
  for (const entry of entries) await unpack(archive, entry, folder);
}

/** yauzl refuses names that lead out of the folder. */
function readEntries(archive: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    archive.on('entry', (entry: Entry) => {
      entries.push(entry);
      archive.readEntry();
    });
    archive.on('end', () => {
      resolve(entries);
    });
    archive.on('error', (error: Error) => {
      reject(invalid(error.message));
    });
    archive.readEntry();
  });
}

async function unpack(archive: ZipFile, entry: Entry, folder: string): Promise<void> {
  const mode = entry.externalFileAttributes >>> 16;
  const target = join(folder, entry.fileName);
  if ((mode & 0o170000) === symbolicLink) throw invalid(`${entry.fileName} is a link`);
  if (entry.fileName.endsWith('/')) {
    await mkdir(target, { recursive: true });
    return;
  }
  await mkdir(dirname(target), { recursive: true });
  try {
    const content = await promisify<Entry, NodeJS.ReadableStream>(archive.openReadStream.bind(archive))(
      entry,
    );
    await pipeline(content, createWriteStream(target, { mode: (mode & 0o111) === 0 ? 0o644 : 0o755 }));
  } catch (error) {
    throw invalid(`${entry.fileName} is damaged: ${(error as Error).message}`);
  }
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}
