/** Runs other programs, and says while a long one runs how far it is. */
import { spawn } from 'node:child_process';
import { root } from './settings.ts';

export interface Ran {
  code: number | null;
  /** stdout and stderr as they came. */
  output: string;
  stdout: string;
}

export interface RunOptions {
  env?: Record<string, string>;
  input?: string;
  cwd?: string;
  timeoutMs?: number;
}

const progressMs = 15_000;
/** For what hangs, not for what is slow: a busy machine takes long over an image. */
const hangingMs = 3_600_000;

export async function run(
  program: string,
  args: readonly string[],
  { env = {}, input, cwd = root, timeoutMs = hangingMs }: RunOptions = {},
): Promise<Ran> {
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, timeout: timeoutMs });
  const startedAt = Date.now();
  let output = '';
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
    output += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  child.stdin.on('error', () => undefined).end(input);
  const progress = setInterval(() => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    console.log(`      … ${String(seconds)} s: ${output.trimEnd().split('\n').at(-1)?.slice(0, 100) ?? ''}`);
  }, progressMs);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject).once('close', resolve);
    });
    return { code, output, stdout };
  } finally {
    clearInterval(progress);
  }
}

/** Its stdout. @throws {Error} with the last lines that it wrote, when it fails. */
export async function mustRun(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const { code, output, stdout } = await run(program, args, options);
  if (code === 0) return stdout.trim();
  const lastLines = output.trimEnd().split('\n').slice(-25).join('\n');
  throw new Error(`${[program, ...args].join(' ').slice(0, 200)} ended with ${String(code)}:\n${lastLines}`);
}
