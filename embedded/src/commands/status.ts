/** `make status`: what runs, where it listens, and whether it is well; 1 when something is not. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasDecoder } from '../supervisor/find-decoder.ts';
import { isRunning } from '../supervisor/preflight.ts';
import { CommandError, runCommand } from './command.ts';
import type { Container } from './docker.ts';
import { type ComposeStack, type EmbeddedStack, findStacks } from './find-stack.ts';
import { stackEnvironment } from './stack-environment.ts';

interface Line {
  readonly name: string;
  readonly state: string;
  readonly well: boolean;
  readonly address?: string;
}

runCommand(async () => {
  const stacks = await findStacks(process.env);
  if (stacks.length === 0) {
    throw new CommandError('Nothing runs here. Run `make start`, or `make dev` for the one with Docker.');
  }
  let well = true;
  for (const stack of stacks) {
    const lines = stack.kind === 'embedded' ? await linesOfEmbedded(stack) : linesOfCompose(stack);
    const ready = await stackEnvironment(stack, process.env).then(({ URL = '' }) => readiness(URL), unknown);
    console.log(`${titleOf[stack.kind]}\n${[...lines, ready].map(print).join('\n')}`);
    well &&= [...lines, ready].every((line) => line.well);
  }
  return well ? 0 : 1;
});

const titleOf = { embedded: 'Embedded (make start)', compose: 'Docker Compose (make dev)' };

async function linesOfEmbedded({ settings }: EmbeddedStack): Promise<Line[]> {
  const ports = {
    database: settings.DATABASE_PORT,
    storage: settings.STORAGE_PORT,
    queue: settings.QUEUE_PORT,
    functions: settings.FUNCTIONS_PORT,
    // It listens nowhere: it takes messages of its queue.
    decoder: undefined,
    edge: settings.CDN_PORT,
    mail: settings.MAILBOX_PORT,
    web: settings.WEB_PORT,
    api: settings.API_PORT,
  };
  const lines = await Promise.all(
    Object.entries(ports).map(async ([name, port]): Promise<Line> => {
      if (name === 'database' && settings.DATABASE_URL) return { name, state: 'elsewhere', well: true };
      if (name === 'decoder' && !hasDecoder(settings)) return { name, state: 'none: no posters', well: true };
      const pid = Number(
        await readFile(join(settings.DATA_DIR, 'run', `${name}.pid`), 'utf8').catch(() => '0'),
      );
      const runs = pid > 0 && isRunning(pid);
      const state = runs ? `running (${String(pid)})` : 'not running';
      return { name, state, well: runs, ...(port !== undefined && { address: `localhost:${String(port)}` }) };
    }),
  );
  return lines;
}

function linesOfCompose({ containers }: ComposeStack): Line[] {
  return containers.map((container) => {
    const [port] = container.publishedPorts.values();
    const state = container.health ? `${container.state}, ${container.health}` : container.state;
    const address = port === undefined ? {} : { address: `localhost:${String(port)}` };
    return { name: container.service, state, well: isWell(container), ...address };
  });
}

/** One-off services end by themselves, with 0. */
export function isWell({ state, exitCode, health }: Container): boolean {
  if (state === 'exited') return exitCode === 0;
  return state === 'running' && (health === undefined || health === 'healthy');
}

async function readiness(apiUrl: string): Promise<Line> {
  const response = await fetch(`${apiUrl}/health/ready`).catch(() => undefined);
  const state =
    response === undefined ? 'no answer' : response.ok ? 'ready' : 'not ready: `make logs-backend`';
  return { name: 'API', state, well: response?.ok ?? false, address: `${apiUrl}/health/ready` };
}

function unknown(): Line {
  return { name: 'API', state: 'does not run: `make logs-backend`', well: false };
}

function print({ name, state, well, address = '' }: Line): string {
  return `  ${well ? '✓' : '✗'} ${name.padEnd(12)}${state.padEnd(22)}${address}`.trimEnd();
}
