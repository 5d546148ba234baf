/**
 * `make logs`, `make logs-backend`, …: the last lines (TAIL=100) of some programs; in a terminal, or with FOLLOW=1,
 * also those to come.
 */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError, runCommand, runInTerminal } from './command.ts';
import { readCommandSettings } from './command-settings.ts';
import { runCompose } from './compose.ts';
import { findStack, type EmbeddedStack } from './find-stack.ts';

/** The programs of the embedded stack, and the services of Compose, that do the same work. */
const parts = {
  all: {
    programs: ['api', 'web', 'edge', 'storage', 'queue', 'functions', 'decoder', 'database'],
    services: [],
  },
  backend: { programs: ['api', 'migrate'], services: ['backend', 'migrate'] },
  frontend: { programs: ['web'], services: ['frontend'] },
  localstack: {
    programs: ['storage', 'queue', 'functions', 'decoder', 'edge'],
    services: ['localstack', 'edge'],
  },
  database: { programs: ['database'], services: ['database'] },
} as const;

runCommand(async () => {
  const name = process.argv[2] ?? 'all';
  if (!(name in parts)) throw new CommandError(`Logs of what? ${Object.keys(parts).join(', ')}.`);
  const { programs, services } = parts[name as keyof typeof parts];
  const { tailLines, follow } = readCommandSettings(process.env);
  const lines = String(tailLines);
  const stack = await findStack(process.env);
  if (stack.kind === 'compose') {
    const colour = process.stdout.isTTY ? [] : ['--no-color'];
    return runCompose(process.env, [
      ...['logs', ...colour, `--tail=${lines}`, ...(follow ? ['--follow'] : [])],
      ...services,
    ]);
  }
  const files = await writtenFiles(stack, programs);
  if (files.length === 0 && !follow) {
    console.log(`${programs.join(', ')}: nothing was written yet.`);
    return 0;
  }
  return runInTerminal('tail', ['-n', lines, ...(follow ? ['-F'] : []), ...files]);
});

/** A program that has logged nothing has no file. */
async function writtenFiles({ settings }: EmbeddedStack, programs: readonly string[]): Promise<string[]> {
  const files = programs.map((program) => join(settings.DATA_DIR, 'logs', `${program}.log`));
  const written = await Promise.all(
    files.map((file) =>
      access(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  return files.filter((_, index) => written[index]);
}
