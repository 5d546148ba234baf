/** Tools that write down what they are called with, in front of PATH. */
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { folder } from '../../../src/template.ts';

export interface ToolCall {
  readonly program: string;
  readonly args: readonly string[];
  /** Parameters of a stack. */
  readonly given?: Readonly<Record<string, string>>;
  readonly input: string;
}

export interface FakeTools {
  /** An account that holds what was made before; relative paths are below it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly home: string;
  /** Since the last time that somebody asked. */
  readonly calls: () => Promise<ToolCall[]>;
  /** Runs the deployment as an operator does; its exit code, and all that it said. */
  readonly deploy: (
    args: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ) => Promise<{ code: number; said: string }>;
  readonly remove: () => Promise<void>;
}

/** @param like whose account to begin with */
export async function makeFakeTools(like?: FakeTools): Promise<FakeTools> {
  const home = await mkdtemp(join(tmpdir(), 'media-feed-fake-tools-'));
  if (like) await cp(join(like.home, 'state.json'), join(home, 'state.json'));
  const programs = join(home, 'programs');
  await mkdir(programs);
  const script = join(import.meta.dirname, 'tool.mjs');
  for (const name of ['aws', 'docker', 'npm', 'git']) {
    const text = `#!/bin/sh\nexec '${process.execPath}' '${script}' ${name} "$@"\n`;
    await writeFile(join(programs, name), text, { mode: 0o755 });
  }
  const environment = {
    PATH: `${programs}${delimiter}${process.env.PATH ?? ''}`,
    FAKE_HOME: home,
  };
  const calls = async () => {
    const file = join(home, 'calls.jsonl');
    const text = await readFile(file, 'utf8').catch(() => '');
    await rm(file, { force: true });
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as ToolCall);
  };
  return {
    environment,
    home,
    calls,
    deploy: (args, more = {}) =>
      new Promise((resolve, reject) => {
        const program = [join(folder, 'src', 'deploy.ts'), '--poll-seconds', '0', '--root', home, ...args];
        const child = spawn(process.execPath, program, { env: { ...environment, ...more } });
        let said = '';
        child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
        child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
        child.on('error', reject);
        child.on('close', (code) => {
          resolve({ code: code ?? 1, said });
        });
      }),
    remove: () => rm(home, { recursive: true, force: true }),
  };
}
