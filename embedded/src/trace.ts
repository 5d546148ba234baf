/** `make trace ID=…`: the whole story of one upload or request on the local stack, in the order of time. */
import { join } from 'node:path';
import { readSettings } from './settings.ts';
import { findRunningStack } from './supervisor/running-stack.ts';
import { readDatabase } from './trace/database-entries.ts';
import { readLogs } from './trace/read-logs.ts';
import { renderStory, storyOf } from './trace/story.ts';

const id = process.argv[2] ?? '';
if (!/^[\w.-]{4,64}$/.test(id)) {
  console.error('Usage: make trace ID=<media id, request id (x-request-id) or message id>');
  process.exit(1);
}
const settings = readSettings(process.env);
const folder = join(settings.DATA_DIR, 'logs');

const seeds = await readLogs(folder, [id]).catch(() => {
  console.error(`There are no logs in ${folder}. DATA_DIR says where the stack keeps its data.`);
  process.exit(1);
});
// What the first lines lead to: the upload of a request, the requests and messages of an upload.
let ids = idsIn(seeds);
const related = await readLogs(folder, ids);
ids = idsIn(storyOf(related, id));
const entries = [...(await readLogs(folder, ids)), ...(await databaseEntries(ids))];
const story = storyOf(entries, id);
if (story.length === 0) {
  console.error(`Neither the logs nor the database know ${id}.`);
  process.exit(1);
}
console.log(renderStory(story));

function idsIn(found: typeof seeds): string[] {
  const named = found.flatMap(({ requestId, mediaId, messageId }) => [requestId, mediaId, messageId]);
  return [...new Set([id, ...named.filter((each) => each !== undefined)])];
}

async function databaseEntries(wanted: readonly string[]) {
  const stack = await findRunningStack(settings.DATA_DIR);
  if (!stack) {
    console.error(`From the logs alone: nothing runs over ${settings.DATA_DIR}, and so does no database.`);
    return [];
  }
  try {
    return await readDatabase(stack.databaseUrl, wanted);
  } catch (error) {
    console.error(`From the logs alone: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}
