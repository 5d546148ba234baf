import { fork } from 'node:child_process';
import { join } from 'node:path';

const programs = join(import.meta.dirname, '../../../embedded/src/programs');

export interface EmbeddedProgram<Ready> {
  readonly ready: Ready;
  readonly stop: () => Promise<void>;
}

/** Runs one program of the embedded stack as the stack does, for tests that need one of their own. */
export async function startEmbeddedProgram<Ready>(
  name: 'functions' | 'storage',
  environment: Readonly<Record<string, string>>,
): Promise<EmbeddedProgram<Ready>> {
  const child = fork(join(programs, `${name}.ts`), {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: environment,
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = await new Promise<Ready>((resolve, reject) => {
    child.once('message', (message) => {
      resolve((message as { ready: Ready }).ready);
    });
    void ended.then(() => reject(new Error(`${name} did not start: ${said}`)));
  });
  return {
    ready,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
