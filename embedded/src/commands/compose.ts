/** Compose itself, for what only it can do: bring up, take down, show logs. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CommandError, runInTerminal } from './command.ts';
import { readCommandSettings, type ComposeSettings } from './command-settings.ts';
import { ask } from './docker.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** Runs `docker compose …` in this terminal, whichever version there is. @throws {CommandError} */
export async function runCompose(environment: NodeJS.ProcessEnv, args: readonly string[]): Promise<number> {
  const settings = readCommandSettings(environment);
  // Reports in a sentence what is wrong with Docker; Compose prints a stack trace.
  await ask(settings.docker, ['version', '--format', '{{.Server.Version}}']);
  const [program = '', ...first] = await findCompose(settings);
  return runInTerminal(program, [...first, ...args], {
    cwd: root,
    env: { ...environment, COMPOSE_PROJECT_NAME: settings.project },
  });
}

/** Version 2 is a plugin of Docker, version 1 a program of its own. @throws {CommandError} */
export async function findCompose({ docker, compose }: ComposeSettings): Promise<string[]> {
  const candidates = compose ? [compose.split(/\s+/)] : [[docker, 'compose'], ['docker-compose']];
  for (const candidate of candidates) {
    const [program = '', ...args] = candidate;
    const answered = await promisify(execFile)(program, [...args, 'version']).then(
      () => true,
      () => false,
    );
    if (answered) return candidate;
  }
  throw new CommandError('Docker Compose is missing. Install it (Debian: apt-get install docker-compose).');
}
