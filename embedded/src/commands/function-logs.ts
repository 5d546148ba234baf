/** `make lambda-logs`: what the function wrote, the last lines (TAIL=100); FOLLOW=1 also those to come. */
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { runCommand, runInTerminal } from './command.ts';
import { readCommandSettings } from './command-settings.ts';
import { type EmbeddedStack, findStack } from './find-stack.ts';
import { stackEnvironment } from './stack-environment.ts';

const lookAgainMs = 1000;

runCommand(async () => {
  const { tailLines, follow } = readCommandSettings(process.env);
  const stack = await findStack(process.env);
  if (stack.kind === 'embedded') return showFile(stack, tailLines, follow);
  return showEvents(await stackEnvironment(stack, process.env), tailLines, follow);
});

async function showFile({ settings }: EmbeddedStack, lines: number, follow: boolean): Promise<number> {
  const file = join(settings.DATA_DIR, 'logs', 'functions.log');
  if (!existsSync(file) && !follow) {
    console.log('The function has written nothing yet.');
    return 0;
  }
  return runInTerminal('tail', ['-n', String(lines), ...(follow ? ['-F'] : []), file]);
}

interface LogEvent {
  readonly eventId?: string;
  readonly timestamp: number;
  readonly message: string;
}

/** CloudWatch Logs' FilterLogEvents, which gives the oldest first. */
async function showEvents(
  environment: Record<string, string>,
  lines: number,
  follow: boolean,
): Promise<number> {
  let events = await readEvents(environment, 0);
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
    events = await readEvents(environment, latest);
  }
}

function keyOf({ eventId, timestamp, message }: LogEvent): string {
  return eventId ?? `${String(timestamp)} ${message}`;
}

async function readEvents(environment: Record<string, string>, startTime: number): Promise<LogEvent[]> {
  const {
    QUEUE_ENDPOINT: endpoint = '',
    AWS_REGION: region = '',
    FUNCTION_NAME = 'media-processing',
  } = environment;
  const events: LogEvent[] = [];
  for (let nextToken: string | undefined; ;) {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'Logs_20140328.FilterLogEvents',
        // LocalStack tells services apart by this, and checks no signature.
        authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/logs/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify({ logGroupName: `/aws/lambda/${FUNCTION_NAME}`, startTime, nextToken }),
    });
    const answer = (await response.json()) as { events?: LogEvent[]; nextToken?: string; __type?: string };
    // No log group: the function has not run yet.
    if (answer.__type?.includes('ResourceNotFoundException')) return [];
    if (!response.ok) throw new Error(`CloudWatch Logs answered ${String(response.status)}.`);
    events.push(...(answer.events ?? []));
    nextToken = answer.nextToken;
    if (!nextToken) return events.sort((one, other) => one.timestamp - other.timestamp);
  }
}
