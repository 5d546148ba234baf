/**
 * Runs a command of the backend with the environment of the API of the running stack, found by DATA_DIR:
 * `node embedded/src/with-stack.ts -- COMMAND…`. Where the environment names a whole system already (a
 * RESULTS_QUEUE_URL and a DATABASE_URL, as on AWS), it is used as it is. Ends with the command's exit code.
 */
import { spawn } from 'node:child_process';
import { build, builds, isOutdated } from './supervisor/build.ts';
import { environments, passThrough } from './supervisor/environments.ts';
import { findRunningStack } from './supervisor/running-stack.ts';
import { localSecret } from './supervisor/secrets.ts';
import { readSettings } from './settings.ts';

const [command, ...args] = process.argv.slice(process.argv.indexOf('--') + 1);
if (!command) fail('Usage: node embedded/src/with-stack.ts -- COMMAND…');

const environment =
  process.env.RESULTS_QUEUE_URL && process.env.DATABASE_URL ? process.env : await environmentOfStack();
for (const target of builds) {
  if (target.workspace !== 'backend' || !(await isOutdated(target))) continue;
  await build(target).catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
}
const child = spawn(command, args, { stdio: 'inherit', env: environment });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
child.on('error', (error) => fail(error.message));
child.on('close', (code) => process.exit(code ?? 1));

async function environmentOfStack(): Promise<NodeJS.ProcessEnv> {
  const { DATA_DIR } = readSettings(process.env);
  const stack = await findRunningStack(DATA_DIR);
  if (!stack) fail(`No Media Feed runs over ${DATA_DIR}. Run \`make start\`, or set DATA_DIR to its folder.`);
  const [jwt, storage, database] = await Promise.all([
    localSecret(DATA_DIR, 'jwt'),
    localSecret(DATA_DIR, 'storage'),
    localSecret(DATA_DIR, 'database'),
  ]);
  const passed = passThrough(process.env);
  const secrets = { jwt, storage, database };
  return environments(stack.settings, secrets, stack.databaseUrl, passed).api;
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
