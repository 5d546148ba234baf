/**
 * A folder as a zip, the same bytes for the same files whenever and wherever it is made, so that a new hash means new
 * code.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** Where a zip's time begins. DOS timestamps are local time, and so is this: every zone writes the same bytes. */
const mtime = new Date(1980, 0, 1);

export async function zipFolder(folder: string): Promise<Buffer> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const zip = new ZipFile();
  for (const path of paths.sort()) {
    const isProgram = ((await stat(path)).mode & 0o111) !== 0;
    zip.addBuffer(await readFile(path), relative(folder, path), {
      mtime,
      mode: isProgram ? 0o100755 : 0o100644,
      compressionLevel: 9,
      forceDosTimestamp: true,
    });
  }
  zip.end();
  return buffer(zip.outputStream);
}
