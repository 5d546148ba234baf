/** `make lambda-logs`: what the functions wrote, the last lines (TAIL=100); FOLLOW=1 also those to come. */
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { runCommand, runInTerminal } from './command.ts';
import { readCommandSettings } from './command-settings.ts';
import { type EmbeddedStack, findStack } from './find-stack.ts';
import { type FunctionEvent, readFunctionEvents } from './function-events.ts';
import { stackEnvironment } from './stack-environment.ts';

const lookAgainMs = 1000;

runCommand(async () => {
  const { tailLines, follow } = readCommandSettings(process.env);
  const stack = await findStack(process.env);
  if (stack.kind === 'embedded') return showFile(stack, tailLines, follow);
  return showEvents(await stackEnvironment(stack, process.env), tailLines, follow);
});

async function showFile({ settings }: EmbeddedStack, lines: number, follow: boolean): Promise<number> {
  const files = ['functions.log', 'decoder.log'].map((name) => join(settings.DATA_DIR, 'logs', name));
  const written = files.filter((file) => follow || existsSync(file));
  if (written.length === 0) {
    console.log('The function has written nothing yet.');
    return 0;
  }
  return runInTerminal('tail', ['-n', String(lines), ...(follow ? ['-F'] : []), ...written]);
}

async function showEvents(
  environment: Record<string, string>,
  lines: number,
  follow: boolean,
): Promise<number> {
  let events = await readFunctionEvents(environment, 0);
  if (events.length === 0) console.log('The function has written nothing yet.');
  let shown = new Set<string>();
  let latest = 0;
  for (let fresh = events.slice(-lines); ; fresh = events.filter((event) => !shown.has(keyOf(event)))) {
    for (const { timestamp, message } of fresh)
      console.log(`${new Date(timestamp).toISOString()}  ${message.trimEnd()}`);
    if (!follow) return 0;
    latest = Math.max(latest, ...events.map(({ timestamp }) => timestamp));
    shown = new Set(events.map(keyOf));
    await sleep(lookAgainMs);
    events = await readFunctionEvents(environment, latest);
  }
}

function keyOf({ eventId, timestamp, message }: FunctionEvent): string {
  return eventId ?? `${String(timestamp)} ${message}`;
}
