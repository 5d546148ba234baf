/** `make trace ID=…`: the whole timeline of one upload or request on this machine's stack, in the order of time. */
import { join } from 'node:path';
import { CommandError, runCommand } from './commands/command.ts';
import { readCommandSettings } from './commands/command-settings.ts';
import { findStacks, type FoundStack } from './commands/find-stack.ts';
import { stackEnvironment } from './commands/stack-environment.ts';
import { readSettings } from './settings.ts';
import { readDatabase } from './trace/database-entries.ts';
import { logFiles, logsOfCompose, type LogSource, readLogs } from './trace/read-logs.ts';
import { type LogEntry, renderTimeline, timelineOf } from './trace/timeline.ts';

const id = process.argv[2] ?? '';

runCommand(async () => {
  if (!/^[\w.-]{4,64}$/.test(id)) {
    throw new CommandError('Usage: make trace ID=<media id, request id (x-request-id) or message id>');
  }
  const [stack, other] = await findStacks(process.env);
  if (other) throw new CommandError('Both stacks run here. Choose one: STACK=embedded or compose.');
  const { sources, databaseUrl } = await whereToLook(stack);
  const seeds = await readLogs(sources, [id]);
  // What the first lines lead to: the upload of a request, the requests and messages of an upload.
  let ids = idsIn(seeds);
  ids = idsIn(timelineOf(await readLogs(sources, ids), id));
  const entries = [...(await readLogs(sources, ids)), ...(await databaseEntries(databaseUrl, ids))];
  const timeline = timelineOf(entries, id);
  if (timeline.length === 0) throw new CommandError(`Neither the logs nor the database know ${id}.`);
  console.log(renderTimeline(timeline));
  return 0;
});

/** The files of an embedded stack show their timeline also after it has stopped. */
async function whereToLook(
  stack: FoundStack | undefined,
): Promise<{ sources: LogSource[]; databaseUrl: string | undefined }> {
  if (stack?.kind === 'compose') {
    const environment = await stackEnvironment(stack, process.env);
    const { docker } = readCommandSettings(process.env);
    return { sources: logsOfCompose(stack, environment, docker), databaseUrl: environment.DATABASE_URL };
  }
  const folder = join(readSettings(process.env).DATA_DIR, 'logs');
  const sources = await logFiles(folder).catch(() => {
    throw new CommandError(
      `There are no logs in ${folder}. DATA_DIR names the folder where the stack keeps its data.`,
    );
  });
  return { sources, databaseUrl: stack?.databaseUrl };
}

function idsIn(found: readonly LogEntry[]): string[] {
  const named = found.flatMap(({ requestId, mediaId, messageId }) => [requestId, mediaId, messageId]);
  return [...new Set([id, ...named.filter((each) => each !== undefined)])];
}

async function databaseEntries(databaseUrl: string | undefined, wanted: readonly string[]) {
  if (databaseUrl === undefined) {
    console.error('From the logs alone: nothing runs here, and so does no database.');
    return [];
  }
  try {
    return await readDatabase(databaseUrl, wanted);
  } catch (error) {
    console.error(`From the logs alone: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}
