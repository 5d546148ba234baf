/** Starts a sandbox process: nothing of the function's environment, and none of the rights that Node can withhold. */
import { fork, type ChildProcess } from 'node:child_process';
import { installFilter } from './install-filter.ts';
import { loadLibc } from './libc.ts';
import { readableFolders } from './readable-folders.ts';
import { noIoUring } from './system-call-filter.ts';

export interface SandboxProgram {
  /** The program to run; its argument is the id of this process. */
  readonly entry: URL;
  /** All that the process gets of the environment: no credentials. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Limit of the JavaScript heap. */
  readonly heapMib: number;
}

let ioUringIsKeptAway = false;

/** Once for this process: what it starts inherits it. Where that is impossible the sandbox says so (`confine.ts`). */
function keepIoUringAway(): void {
  if (ioUringIsKeptAway) return;
  ioUringIsKeptAway = true;
  try {
    installFilter(loadLibc(), noIoUring());
  } catch {
    // There are no such filters on this system.
  }
}

export function startSandbox({ entry, environment, heapMib }: SandboxProgram): ChildProcess {
  keepIoUringAway();
  return fork(entry, [String(process.pid)], {
    env: {
      ...environment,
      // glibc's many arenas would keep twice the memory that libvips has given back (sharp, «Memory allocators»).
      MALLOC_ARENA_MAX: '2',
      // Large pictures in files of /tmp: it can open none, and the limit of its memory holds for them anyway.
      VIPS_DISC_THRESHOLD: '1000g',
    },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'],
    execArgv: [
      // JavaScript reads its program alone, writes nothing and starts nothing. sharp needs addons and threads.
      ...['--permission', '--allow-addons', '--allow-worker', '--disable-warning=SecurityWarning'],
      ...readableFolders(entry).map((path) => `--allow-fs-read=${path}`),
      `--max-old-space-size=${String(heapMib)}`,
    ],
  });
}
