/** How the sandbox process gives up its rights, once all of its program is loaded and before it sees a file. */
import { readFileSync } from 'node:fs';
import { holds, missing, type LayerReport, type SandboxLayer } from './layers.ts';
import { loadLibc, type Libc } from './libc.ts';
import { installFilter } from './install-filter.ts';
import { systemCallFilter } from './system-call-filter.ts';

/** `nobody`, of whom every distribution has one (group included, whatever its name). */
const nobody = 65534;
const atWorkingDirectory = -100;
/** struct io_uring_params. */
const ioUringParametersBytes = 120;

type Step = (libc: Libc | Error, parentPid: number) => LayerReport;

/** In this order: each of them needs what the next takes away. */
const steps: readonly (readonly [SandboxLayer, Step])[] = [
  ['user', dropUser],
  ['memory', tryMemory],
  ['permission', tryPermission],
  ['seccomp', filterSystemCalls],
];

/** @param layers those that it may set up; others are as they are. */
export function confine(parentPid: number, layers: readonly SandboxLayer[]): readonly LayerReport[] {
  const libc = tryToLoadLibc();
  return steps
    .filter(([layer]) => layers.includes(layer))
    .map(([layer, step]) => {
      try {
        return step(libc, parentPid);
      } catch (error) {
        return missing(layer, asError(error).message);
      }
    });
}

function dropUser(): LayerReport {
  if (process.getuid?.() !== 0) return missing('user', 'the function is not root, so it can’t be left');
  process.setgroups?.([]);
  process.setgid?.(nobody);
  process.setuid?.(nobody);
  return holds('user', `runs as ${String(process.getuid())}`);
}

/** As native code would open it; JavaScript is kept from it by its permissions. */
function tryMemory(libc: Libc | Error, parentPid: number): LayerReport {
  if (libc instanceof Error) throw libc;
  for (const name of ['environ', 'mem', 'maps']) {
    const path = `/proc/${String(parentPid)}/${name}`;
    const opened = libc.call('openat', atWorkingDirectory, Buffer.from(`${path}\0`), 0);
    if (typeof opened === 'string') continue;
    libc.call('close', opened);
    return missing('memory', `/proc/…/${name} of the function opens`);
  }
  return holds('memory', 'neither memory nor environment of the function open');
}

function tryPermission(_libc: Libc | Error, parentPid: number): LayerReport {
  for (const path of [`/proc/${String(parentPid)}/environ`, '/etc/passwd']) {
    try {
      readFileSync(path);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ERR_ACCESS_DENIED') continue;
    }
    return missing('permission', `reading ${path} is not denied`);
  }
  const right = ['fs.write', 'child'].find((name) => process.permission.has(name));
  if (right !== undefined) return missing('permission', `the right ${right} is given`);
  return holds('permission', 'reads its program alone, writes nothing, starts nothing');
}

function filterSystemCalls(libc: Libc | Error, parentPid: number): LayerReport {
  if (libc instanceof Error) throw libc;
  const ring = libc.call('io_uring_setup', 1, Buffer.alloc(ioUringParametersBytes));
  if (typeof ring === 'number') {
    // Taking it away would end this process.
    libc.call('close', ring);
    return missing('seccomp', 'io_uring can’t be kept from this process (start-sandbox.ts)');
  }
  const refusal = installFilter(libc, systemCallFilter(process.pid));
  if (refusal !== undefined) return missing('seccomp', `the kernel answered ${refusal}`);
  const allowed = attempts(libc, parentPid).find(([, result]) => result !== 'EPERM');
  if (allowed) return missing('seccomp', `${allowed[0]} gave ${String(allowed[1])}`);
  return holds('seccomp', 'opens no file and no socket, starts no program, sends no signal');
}

/** Harmless where they should succeed: none of them does anything but ask. */
function attempts(libc: Libc, parentPid: number): (readonly [string, number | string])[] {
  return [
    ['opening a file', libc.call('openat', atWorkingDirectory, Buffer.from('/proc/self/environ\0'), 0)],
    ['opening a socket', libc.call('socket', 1, 1, 0)],
    ['a signal to the function', libc.call('kill', parentPid, 0)],
    // Without a path, and with flags that contradict each other.
    ['starting a program', libc.call('execve', 0, 0, 0)],
    ['starting a process', libc.call('clone', 0x800, 0, 0, 0, 0)],
    ['io_uring', libc.call('io_uring_setup', 0, 0)],
  ];
}

function tryToLoadLibc(): Libc | Error {
  try {
    return loadLibc();
  } catch (error) {
    return asError(error);
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
