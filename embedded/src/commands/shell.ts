/** `make shell-backend`, `shell-frontend`, `shell-db`: a shell where that part runs; SQL for the database. */
import { join } from 'node:path';
import { CommandError, runCommand, runInTerminal } from './command.ts';
import { readCommandSettings } from './command-settings.ts';
import { findStack, type ComposeStack, type FoundStack } from './find-stack.ts';
import { stackEnvironment } from './stack-environment.ts';

const root = join(import.meta.dirname, '..', '..', '..');

runCommand(async () => {
  const part = process.argv[2] ?? '';
  const stack = await findStack(process.env);
  switch (part) {
    case 'backend':
    case 'frontend':
      return stack.kind === 'compose' ? runInside(stack, part, ['sh']) : shellHere(stack, part);
    case 'database':
      return sql(stack);
    default:
      throw new CommandError('A shell of what? backend, frontend or database.');
  }
});

/** The same folder and variables as the program has; on this machine no container stands around it. */
async function shellHere(stack: FoundStack, part: string): Promise<number> {
  const env = await stackEnvironment(stack, process.env);
  return runInTerminal(process.env.SHELL ?? 'sh', [], { cwd: join(root, part), env });
}

async function sql(stack: FoundStack): Promise<number> {
  const { DATABASE_URL = '' } = await stackEnvironment(stack, process.env);
  try {
    return await runInTerminal(readCommandSettings(process.env).psql, [DATABASE_URL]);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (stack.kind === 'compose')
      return runInside(stack, 'database', ['psql', '-U', 'postgres', 'media_feed']);
    throw new CommandError(
      'psql is not on this machine. Install it (Debian: apt-get install postgresql-client), then try again.',
    );
  }
}

function runInside({ containers }: ComposeStack, service: string, command: string[]): Promise<number> {
  const container = containers.find((each) => each.service === service && each.state === 'running');
  if (!container) throw new CommandError(`${service} does not run. \`make status\` says what does.`);
  const terminal = process.stdin.isTTY ? ['-it'] : ['-i'];
  return runInTerminal(readCommandSettings(process.env).docker, [
    ...['exec', ...terminal, container.id],
    ...command,
  ]);
}
