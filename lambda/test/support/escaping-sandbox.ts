/** What code that a file brought along would try: from JavaScript, from native code, and from a thread of long ago. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import koffi from 'koffi';
// libvips and its threads are there, as in the real program.
import '../../src/inspect-and-publish.ts';
import { confine } from '../../src/sandbox/confine.ts';
import { sandboxLayers } from '../../src/sandbox/layers.ts';
import { foreignCalls } from './foreign-calls.ts';

const parentPid = Number(process.argv[2]);
const wanted = process.env.ESCAPE_LAYERS?.split(',') ?? [];
const port = Number(process.env.ESCAPE_PORT);

const types = ['long', ...Array<string>(6).fill('intptr_t')];
const syscall = koffi.load(null).func('syscall', 'long', types);
type Parameter = number | bigint | Buffer;
const filled = (parameters: readonly Parameter[]) =>
  Array.from({ length: 6 }, (_, index) => {
    const parameter = parameters[index] ?? 0;
    return Buffer.isBuffer(parameter) ? koffi.address(parameter) : parameter;
  });
const errorName = (result: number): string => {
  if (result >= 0) return 'allowed';
  const name = Object.entries(koffi.os.errno).find(([, value]) => value === koffi.errno())?.[0];
  return name ?? `error ${String(koffi.errno())}`;
};
const native = (number: number, ...parameters: readonly Parameter[]): string => {
  const result = Number(syscall(number, ...filled(parameters)));
  // A second self, which nobody waits for.
  if (result === 0 && foreignCalls.forking.includes(number)) process.kill(process.pid, 'SIGKILL');
  return errorName(result);
};
/** The same from a thread of koffi's, which are as old as its first call. */
const fromThread = (number: number, ...parameters: readonly Parameter[]): Promise<string> =>
  new Promise((resolve) => {
    syscall.async(number, ...filled(parameters), (error: Error | null, result: number | bigint) => {
      resolve(error ? error.message : errorName(Number(result)));
    });
  });

const inJavaScript = (attempt: () => unknown): string => {
  try {
    attempt();
    return 'allowed';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
};
const connection = (start: () => NodeJS.EventEmitter, success: string): Promise<string> =>
  new Promise((resolve) => {
    start()
      .once(success, () => resolve('allowed'))
      .once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
const { openat, getpid } = foreignCalls;
const path = (name: string) => Buffer.from(`${name}\0`);
const open = (name: string, flags = 0) => native(openat, -100, path(name), flags, 0o600);
const readNatively = (name: string): string => {
  const file = Number(syscall(openat, ...filled([-100, path(name), 0])));
  const bytes = Buffer.alloc(65_536);
  const length = Number(syscall(foreignCalls.read, ...filled([file, bytes, bytes.length])));
  return bytes.toString('latin1', 0, Math.max(0, length));
};

await fromThread(getpid);
const layers = confine(
  parentPid,
  sandboxLayers.filter((layer) => wanted.includes(layer)),
);

const ofParent = (name: string) => `/proc/${String(parentPid)}/${name}`;
const escapes = {
  layers,
  environment: readNatively(ofParent('environ')),
  // Its flags lie in memory, where no filter can look: it must not be there at all. Without parameters it does nothing.
  clone3: native(foreignCalls.clone3, 0, 0),
  javaScript: {
    'reads the function’s environment': inJavaScript(() => readFileSync(ofParent('environ'))),
    'reads the function’s memory': inJavaScript(() => readFileSync(ofParent('mem'))),
    'reads a file of the system': inJavaScript(() => readFileSync('/etc/passwd')),
    'reads a file of the repository': inJavaScript(() =>
      readFileSync(join(import.meta.dirname, '..', '..', '..', 'README.md')),
    ),
    'writes a file': inJavaScript(() => writeFileSync(join(tmpdir(), 'media-feed-escape'), 'x')),
    'starts a program': inJavaScript(() => spawnSync(process.execPath, ['--version'])),
  },
  javaScriptOutside: {
    'sends a signal to the function': inJavaScript(() => process.kill(parentPid, 0)),
    'asks over HTTP': await connection(() => get({ host: '127.0.0.1', port }), 'response'),
    'opens a socket of the system': await connection(
      () => connect({ path: '/run/dbus/system_bus_socket' }),
      'connect',
    ),
  },
  memory: {
    environ: open(ofParent('environ')),
    mem: open(ofParent('mem')),
    maps: open(ofParent('maps')),
  },
  native: {
    'opens a file': open('/etc/passwd'),
    'makes a file': open(join(tmpdir(), `media-feed-escape-${String(process.pid)}`), 0o101),
    'opens a file from an old thread': await fromThread(openat, -100, path('/etc/passwd'), 0),
    'opens a socket from an old thread': await fromThread(foreignCalls.socket, 2, 1, 0),
    // Where nothing holds them they would do what they say: start a second self, unmount, trace.
    ...Object.fromEntries(
      (wanted.includes('seccomp') ? foreignCalls.attempts(parentPid) : []).map(
        ([name, number, ...parameters]) => [name, native(number, ...parameters)],
      ),
    ),
  },
};
process.on('disconnect', () => process.exit());
process.send?.(escapes);
