/** `make dev`: everything by Docker Compose; ends when all is healthy, and goes on in the background. */
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError, runCommand } from './command.ts';
import { readCommandSettings } from './command-settings.ts';
import { runCompose } from './compose.ts';
import { type Container, findContainers } from './docker.ts';
import { stackEnvironment } from './stack-environment.ts';

/** LocalStack's image alone may take minutes to start on a small machine. */
const patienceMs = 10 * 60_000;
const lookAgainMs = 1000;

runCommand(async () => {
  const build = process.argv.includes('--build') ? ['--build'] : [];
  const code = await runCompose(process.env, ['up', '--detach', ...build]);
  if (code !== 0) return code;
  const containers = await waitUntilWell();
  const { URL = '', WEB_ORIGINS = '' } = await stackEnvironment({ kind: 'compose', containers }, process.env);
  console.log(`Media Feed is ready: ${WEB_ORIGINS.split(',', 1)[0] ?? ''} (API ${URL})`);
  console.log('It runs in the background: `make logs` shows its logs, `make down` stops it.');
  return 0;
});

async function waitUntilWell(): Promise<Container[]> {
  let printed = '';
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const containers = await findContainers(readCommandSettings(process.env));
    const failed = containers.find(isLost);
    if (failed) {
      const what = failed.state === 'exited' ? `ended with ${String(failed.exitCode)}` : 'is not well';
      throw new CommandError(`${failed.service} ${what}. \`make logs\` says why.`);
    }
    const waiting = containers.filter(isOnItsWay).map(({ service }) => service);
    if (waiting.length === 0) return containers;
    if (Date.now() > deadline) {
      throw new CommandError(`Still not ready: ${waiting.join(', ')}. \`make logs\` shows what they do.`);
    }
    const text = `Waiting for ${waiting.join(', ')}`;
    if (text !== printed) console.log(text);
    printed = text;
    await sleep(lookAgainMs);
  }
}

function isLost({ state, exitCode, health }: Container): boolean {
  return (state === 'exited' && exitCode !== 0) || state === 'dead' || health === 'unhealthy';
}

function isOnItsWay({ state, health }: Container): boolean {
  return state === 'created' || state === 'restarting' || health === 'starting';
}
