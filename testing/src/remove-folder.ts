/** Removing a folder that programs worked in: not before the last of them has ended. */
import { readdir, readFile, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from './eventually.ts';

/**
 * Waits until no process works in the folder or was started with a path in it, and removes it. A program that was told
 * to stop, or whose parent was killed, may still write for a while, and what it writes would be left behind.
 * @throws {Error} after five minutes, with the processes that are still there
 */
export async function removeFolder(folder: string): Promise<void> {
  const nobody = (processes: readonly string[]) => processes.length === 0;
  await eventually(() => processesIn(folder), nobody, { what: `the end of every process in ${folder}` });
  await rm(folder, { recursive: true, force: true });
}

/** Id and command line of each; empty where there is no /proc to ask. */
async function processesIn(folder: string): Promise<string[]> {
  const ids = await readdir('/proc').catch(() => []);
  const found = await Promise.all(
    ids
      .filter((id) => /^\d+$/.test(id) && Number(id) !== process.pid)
      .map(async (id) => {
        // Whoever ends meanwhile, or belongs to somebody else, has nothing to read.
        const nothing = () => '';
        const command = await readFile(join('/proc', id, 'cmdline'), 'utf8').catch(nothing);
        const workingFolder = await readlink(join('/proc', id, 'cwd')).catch(nothing);
        const isThere = command.includes(folder) || `${workingFolder}/`.startsWith(`${folder}/`);
        return isThere ? [`${id} ${command.replaceAll('\0', ' ').trim()}`] : [];
      }),
  );
  return found.flat();
}
