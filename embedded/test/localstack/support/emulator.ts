import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmulatorReady } from '../../../src/localstack/main.ts';
import { startProgram } from '../../../src/supervisor/program.ts';

export interface TestEmulator {
  readonly endpoint: string;
  /** What it printed. */
  readonly lines: string[];
  /** The same folder and address under a new process. */
  restart(): Promise<TestEmulator>;
  stop(): Promise<void>;
}

const entry = join(import.meta.dirname, '..', '..', '..', 'src', 'localstack', 'main.ts');

/** The emulator as a process of its own, on a free port and a temporary folder. */
export async function startTestEmulator(variables: Record<string, string> = {}): Promise<TestEmulator> {
  const folder = await mkdtemp(join(tmpdir(), 'media-feed-emulator-'));
  return startOn(folder, variables);
}

async function startOn(folder: string, variables: Record<string, string>): Promise<TestEmulator> {
  const lines: string[] = [];
  const program = await startProgram<EmulatorReady>({
    name: 'emulator',
    entry,
    environment: {
      GATEWAY_LISTEN: '127.0.0.1:0',
      LOCALSTACK_DATA_DIR: join(folder, 'data'),
      LOCALSTACK_INIT_DIR: join(folder, 'init'),
      LAMBDA_RETRY_SECONDS: '0.01,0.01',
      ...variables,
    },
    onLine: (_program, line) => lines.push(line),
  });
  return {
    endpoint: program.ready.endpoint,
    lines,
    restart: async () => {
      await program.stop();
      return startOn(folder, { ...variables, GATEWAY_LISTEN: new URL(program.ready.endpoint).host });
    },
    stop: async () => {
      await program.stop();
      await rm(folder, { recursive: true });
    },
  };
}
