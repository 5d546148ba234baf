/**
 * `make seed [URL=…] [COUNT=…]`: fills a running stack, by HTTP alone, with people, media made here and likes.
 * Run again, it signs the same people in and adds new works.
 */
import { availableParallelism } from 'node:os';
import { CannotSeedError } from './cannot-seed-error.ts';
import { type DemoUser, demoPassword, gatherAdmirers, gatherMakers } from './demo-users.ts';
import { hostileFiles } from './hostile.ts';
import { spreadLikes } from './likes.ts';
import { startProgress } from './progress.ts';
import { publish, type Published } from './publish.ts';
import { randomOf } from './random.ts';
import { readSettings, type Settings } from './settings.ts';
import { upload, waitUntilInspected } from '@media-feed/testing/users';
import { planWorks } from './work.ts';
import { openWorkshop } from './workshop.ts';

try {
  const settings = readSettings(process.env);
  await checkAnswers(settings.apiUrl);
  await seed(settings);
} catch (error) {
  if (!(error instanceof CannotSeedError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/** @throws {CannotSeedError} with what to do. */
async function checkAnswers(apiUrl: string): Promise<void> {
  const response = await fetch(`${apiUrl}/health/ready`, { signal: AbortSignal.timeout(10_000) }).catch(
    (error: unknown) => {
      throw new CannotSeedError(`Nothing answers at ${apiUrl}. Start it with \`make start\`.`, {
        cause: error,
      });
    },
  );
  const isApi = response.headers.has('x-request-id');
  if (!isApi) throw new CannotSeedError(`${apiUrl} is not the API of Media Feed. Give its address as URL=….`);
  if (!response.ok) throw new CannotSeedError(`${apiUrl} is not ready: ${await response.text()}`);
}

async function seed({ apiUrl, count }: Settings): Promise<void> {
  const started = Date.now();
  const makers = await gatherMakers(apiUrl);
  const before = await countPublished(makers);
  if (before > 0) console.log(`The demo people have ${before} works there already; this adds ${count} more.`);
  // Signing up costs the API some work, which goes on while the first pictures are drawn.
  const admirersComing = gatherAdmirers(apiUrl);
  const { published, failures } = await publishAll(makers, before, count);
  const refused = await sendHostile(makers[0]);
  const admirers = await admirersComing;
  const likes = await giveLikes(published, [...makers, ...admirers], before);
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(
    `Published ${published.length} works by ${makers.length} people with ${likes} likes in ${seconds} s.`,
  );
  for (const words of refused) console.log(words);
  for (const failure of failures) console.error(failure);
  if (failures.length > 0) process.exitCode = 1;
  console.log(`\nSign in as any of them; the password is "${demoPassword}":`);
  for (const { email, name } of [...makers, ...admirers]) console.log(`  ${email.padEnd(20)}${name}`);
}

async function countPublished(users: readonly DemoUser[]): Promise<number> {
  const pages = await Promise.all(
    users.map(({ call, session }) => call('listFeedPage', { query: { uploader: session.user.id, size: 1 } })),
  );
  return pages.reduce((sum, { total }) => sum + total, 0);
}

async function publishAll(
  makers: readonly DemoUser[],
  before: number,
  count: number,
): Promise<{ published: Published[]; failures: string[] }> {
  const workshop = openWorkshop();
  const progress = startProgress(count);
  const queue = [...planWorks(before, count).entries()];
  const published: Published[] = [];
  const failures: string[] = [];
  // Some lanes wait for verdicts while others draw. No more: every lane holds a file in memory.
  const lanes = Math.min(count, availableParallelism() + 4);
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [index, piece] = next;
      const maker = makers[(before + index) % makers.length];
      if (!maker) return;
      try {
        published.push(await publish(maker, await workshop.make(piece)));
      } catch (error) {
        if (error instanceof CannotSeedError) throw error;
        failures.push(error instanceof Error ? error.message : String(error));
      }
      progress.step(`${published.length} of ${count} published`);
    }
  };
  try {
    await Promise.all(Array.from({ length: lanes }, work));
  } finally {
    progress.end();
    await workshop.close();
  }
  return { published, failures };
}

/** Once, so that there is something to see under "refused". */
async function sendHostile(user: DemoUser | undefined): Promise<string[]> {
  if (!user) return [];
  const earlier = await user.call('listOwnMedia', { query: { status: 'REJECTED', size: 1 } });
  if (earlier.items.length > 0) return [];
  return Promise.all(
    hostileFiles().map(async (file) => {
      const item = await waitUntilInspected(user, await upload(user, file));
      return `Refused, as it should be: ${file.fileName} (${item.rejection?.reason ?? item.status}).`;
    }),
  );
}

async function giveLikes(
  published: readonly Published[],
  fans: readonly DemoUser[],
  before: number,
): Promise<number> {
  const random = randomOf(`likes after ${before}`);
  const likes = spreadLikes(random, published, fans, ({ owner }, fan) => owner === fan);
  const queue = [...likes];
  const work = async () => {
    for (let like = queue.shift(); like; like = queue.shift()) {
      await like.fan.call('like', { parameters: { mediaId: like.thing.mediaId } });
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return likes.length;
}
