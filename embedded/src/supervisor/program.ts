/** One program of the stack as a child process: started, watched, stopped. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface ProgramOptions {
  name: string;
  /** Entry file, run by this same Node. */
  entry: string;
  /** Further arguments of the entry. */
  args?: string[];
  environment: Record<string, string>;
  /** Called with each whole line that the program writes. */
  onLine: (program: string, line: string) => void;
  /** How long a program may take to stop before it is killed. */
  stopTimeoutMs?: number;
}

export interface Program<Ready> {
  /** What the program sent about itself when it was ready. */
  ready: Ready;
  pid: number;
  /** Resolves when the process has ended, for whatever reason. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** SIGTERM, then SIGKILL after the time-out. */
  stop(): Promise<void>;
}

/** A program ended before it was ready; `lastLines` are for the person in front of the terminal. */
class ProgramFailedError extends Error {
  readonly program: string;
  readonly lastLines: string[];

  constructor(program: string, lastLines: string[]) {
    super(`${program} could not start: ${lastLines.at(-1) ?? 'it wrote nothing'}`);
    this.program = program;
    this.lastLines = lastLines;
  }
}

/**
 * Starts a program and waits for its message `{ ready: … }` over IPC. The child gets no variables but those
 * given and the few that every program needs, so that settings cannot leak from one to another.
 */
export async function startProgram<Ready>(options: ProgramOptions): Promise<Program<Ready>> {
  const child = spawn(process.execPath, [options.entry, ...(options.args ?? [])], {
    env: { ...baseEnvironment(), ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A group of its own: Ctrl-C reaches the supervisor alone, which stops the programs in their order.
    detached: true,
  });
  const lastLines: string[] = [];
  const onLine = (line: string) => {
    lastLines.push(line);
    if (lastLines.length > 20) lastLines.shift();
    options.onLine(options.name, line);
  };
  forwardLines(child.stdout, onLine);
  forwardLines(child.stderr, onLine);
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
  }));
  const ready = await Promise.race([readyMessage<Ready>(child), ended.then(() => undefined)]);
  if (!ready) throw new ProgramFailedError(options.name, lastLines);
  return {
    ready: ready.ready,
    pid: child.pid ?? 0,
    ended,
    stop: () => stop(child, ended, options.stopTimeoutMs ?? 8000),
  };
}

function baseEnvironment(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'NODE_ENV', 'LD_PRELOAD', 'FAKETIME'];
  return Object.fromEntries(
    kept.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function readyMessage<Ready>(child: ChildProcess): Promise<{ ready: Ready }> {
  return new Promise((resolve) => {
    child.on('message', (message) => {
      if (typeof message === 'object' && 'ready' in message) resolve(message as { ready: Ready });
    });
  });
}

function forwardLines(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim()) onLine(line);
  });
  stream?.on('end', () => {
    if (rest.trim()) onLine(rest);
  });
}

async function stop(child: ChildProcess, ended: Promise<unknown>, timeoutMs: number): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    await ended;
    clearTimeout(timer);
  }
}
