/**
 * Runs a command with the environment of the API of the stack that runs here, embedded or by Compose:
 * `node embedded/src/with-stack.ts -- COMMAND…`. Where the environment names a whole system already (a
 * RESULTS_QUEUE_URL and a DATABASE_URL, as on AWS), it is used as it is. Ends with the command's exit code.
 */
import { build, builds, isOutdated } from './supervisor/build.ts';
import { CommandError, runCommand, runInTerminal } from './commands/command.ts';
import { findStack } from './commands/find-stack.ts';
import { stackEnvironment } from './commands/stack-environment.ts';

const [command, ...args] = process.argv.slice(process.argv.indexOf('--') + 1);

runCommand(async () => {
  if (!command) throw new CommandError('Usage: node embedded/src/with-stack.ts -- COMMAND…');
  const { RESULTS_QUEUE_URL, DATABASE_URL } = process.env;
  const named = RESULTS_QUEUE_URL && DATABASE_URL;
  const environment = named ? process.env : await stackEnvironment(await findStack(process.env), process.env);
  for (const target of builds) {
    if (target.workspace === 'backend' && (await isOutdated(target))) await build(target);
  }
  return runInTerminal(command, args, { env: environment });
});
