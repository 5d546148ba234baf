import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What nginx reads, and looks at every few seconds (infrastructure/nginx/entrypoint.sh). */
const certificateFile = 'origin.pem';

/** Replaces the file as a whole; nginx's user reads it by the folder's group. */
export async function writeCertificateFile(folder: string, pem: string): Promise<void> {
  const path = join(folder, certificateFile);
  if ((await readFile(path, 'utf8').catch(() => undefined)) === pem) return;
  await mkdir(folder, { recursive: true });
  const next = `${path}.next`;
  await writeFile(next, pem, { mode: 0o640 });
  await rename(next, path);
}
