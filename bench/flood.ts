/**
 * What somebody waits who publishes a small picture while ten others flood the stack with files that cost much, against
 * what they wait when it is quiet. ROUNDS (5) pictures each; QUICK=1 tries it with a few files.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { genuine } from '@media-feed/testing/fixtures';
import { startStack } from '@media-feed/testing/stack';
import { signUpUser, upload, waitUntilInspected, type FileToUpload } from '@media-feed/testing/users';
import { longGif } from '../lambda/test/support/long-animations.ts';
import { atMost, spreadOf, write } from './figures.ts';
import { judged, writeRow } from './results.ts';

const quick = process.env.QUICK === '1';
const rounds = Number(process.env.ROUNDS ?? 5);
const accounts = quick ? 3 : 10;
/** As many as an account may have under way. */
const filesEach = quick ? 4 : 20;
const hourMs = 60 * 60 * 1000;

const fixtures = join(import.meta.dirname, '..', 'lambda', 'test', 'fixtures');
const bombs: readonly FileToUpload[] = [
  await bomb('webp_1gpx.webp', 'image/webp'),
  await bomb('avif_100mp.avif', 'image/avif'),
  await bomb('webp_2000x2000x250.webp', 'image/webp'),
  // Within every limit, and the decoder has to look at each of its frames.
  { fileName: 'long.gif', contentType: 'image/gif', bytes: new Uint8Array(longGif(190, 5000)) },
];

const stack = await startStack({ NEW_UNFINISHED_UPLOADS: String(filesEach) });
try {
  const picture = await genuine('picture.png');
  const person = await signUpUser(stack.apiUrl);
  const publish = async (): Promise<number> => {
    const mediaId = await upload(person, picture);
    const uploadedAt = performance.now();
    const { status } = await waitUntilInspected(person, mediaId, hourMs);
    if (status !== 'READY') throw new Error(`The picture became ${status}`);
    return performance.now() - uploadedAt;
  };
  await publish(); // fills caches and starts the sandbox; it counts for nobody
  const quiet: number[] = [];
  while (quiet.length < rounds) quiet.push(await publish());

  const people = await Promise.all(Array.from({ length: accounts }, () => signUpUser(stack.apiUrl)));
  const sent = await Promise.all(
    people.map(async (user) => {
      const ids: string[] = [];
      for (let index = 0; index < filesEach; index++) {
        ids.push(await upload(user, bombs[index % bombs.length] ?? picture));
      }
      return { user, last: ids.at(-1) ?? '' };
    }),
  );
  const flooded: number[] = [];
  while (flooded.length < rounds) flooded.push(await publish());
  const left = await Promise.all(
    sent.map(async ({ user, last }) => user.call('getMedia', { parameters: { mediaId: last } })),
  );
  const waiting = left.filter(({ status }) => status === 'PENDING').length;

  // Each picture against the median of the quiet ones: they were not sent in turn.
  const usual = spreadOf(quiet).median;
  const slower = spreadOf(flooded.map((milliseconds) => milliseconds / usual));
  const row = {
    what: `a PNG of ${(picture.bytes.length / 1000).toFixed(0)} KB until it is published, beside ${String(accounts * filesEach)} bombs of ${String(accounts)} accounts, against a quiet stack`,
    gives: 'what a flood of files that cost much takes from everybody else',
    result: `${write(spreadOf(flooded), 0)} against ${write(spreadOf(quiet), 0)} ms: ${write(slower)} times; ${String(waiting)} of ${String(accounts)} floods still went on after it`,
    rounds,
  };
  await writeRow('flood', judged(row, slower, atMost(5)));
} finally {
  await stack.destroy();
}

async function bomb(fileName: string, contentType: string): Promise<FileToUpload> {
  return { fileName, contentType, bytes: new Uint8Array(await readFile(join(fixtures, fileName))) };
}
