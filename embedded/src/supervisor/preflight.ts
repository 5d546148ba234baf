/** What must be true before anything starts. Each failure is one line that says what to do. */
import { mkdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Settings } from '../settings.ts';

/** A person can fix this; the message says how. */
class PreflightError extends Error {}

const minFreeBytes = 500 * 1024 * 1024;
const minNodeMajor = 24;

/** Returns how to give the data folder back. @throws {PreflightError} */
export async function preflight(settings: Settings): Promise<() => Promise<void>> {
  checkNode(process.versions.node);
  const release = await takeDataFolder(settings.DATA_DIR);
  try {
    await checkDisk(settings.DATA_DIR);
    await checkPorts(settings);
  } catch (error) {
    await release();
    throw error;
  }
  return release;
}

export function checkNode(version: string): void {
  if (Number(version.split('.', 1)[0]) < minNodeMajor) {
    throw new PreflightError(
      `This is Node ${version}, and Media Feed needs ${String(minNodeMajor)}. It comes with the packages: run \`make install\`, then \`make start\`.`,
    );
  }
}

/** One stack a folder: the file `lock` holds the pid of the stack that uses it. */
async function takeDataFolder(dataDir: string): Promise<() => Promise<void>> {
  const lock = join(dataDir, 'lock');
  try {
    await mkdir(dataDir, { recursive: true });
    const holder = Number(await readFile(lock, 'utf8').catch(() => '0'));
    if (holder > 0 && holder !== process.pid && isRunning(holder)) {
      throw new PreflightError(
        `Another Media Feed (process ${String(holder)}) uses ${dataDir}. Stop it, or set DATA_DIR to another folder.`,
      );
    }
    await writeFile(lock, String(process.pid));
  } catch (error) {
    throw explain(error, dataDir);
  }
  return () => rm(lock, { force: true });
}

function explain(error: unknown, dataDir: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new PreflightError(`${dataDir} cannot be written. Set DATA_DIR to a folder of yours.`);
  }
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return new PreflightError(`${dataDir} is not a folder. Set DATA_DIR to a folder.`);
  }
  if (code === 'ENOSPC') {
    return new PreflightError(`The disk that holds ${dataDir} is full. Free some space and start again.`);
  }
  return error;
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function checkDisk(dataDir: string): Promise<void> {
  const { bavail, bsize } = await statfs(dataDir);
  const problem = describeFullDisk(dataDir, bavail * bsize);
  if (problem) throw new PreflightError(problem);
}

/** Undefined where there is room enough. */
export function describeFullDisk(dataDir: string, freeBytes: number): string | undefined {
  if (freeBytes >= minFreeBytes) return undefined;
  return `The disk that holds ${dataDir} has less than ${String(minFreeBytes / 1024 / 1024)} MiB left. Free some space, or set DATA_DIR to a folder on another disk.`;
}

async function checkPorts(settings: Settings): Promise<void> {
  const names = [
    ...(['API_PORT', 'WEB_PORT', 'CDN_PORT', 'STORAGE_PORT', 'QUEUE_PORT', 'FUNCTIONS_PORT'] as const),
    ...(['MAILBOX_PORT', 'MAIL_PORT'] as const),
  ];
  const needed = settings.DATABASE_URL ? names : [...names, 'DATABASE_PORT' as const];
  const seen = new Map<number, string>();
  for (const name of needed) {
    const port = settings[name];
    const other = seen.get(port);
    if (other)
      throw new PreflightError(`${name} and ${other} are both ${String(port)}. Choose different ports.`);
    seen.set(port, name);
    if (!(await isFree(port))) {
      throw new PreflightError(
        `Port ${String(port)} is in use by another program. Stop that, or choose another port: ${name}=${String(port + 1000)} make start`,
      );
    }
  }
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
