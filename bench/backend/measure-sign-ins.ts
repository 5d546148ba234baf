/** What a burst of sign-ins does to those who only look: the feed at 40 % of what it can, open loop. */
import { judged, writeRow } from '../results.ts';
import { atMost, ratios, spreadOf, write } from '../figures.ts';
import { load, type Target } from './load.ts';
import { get } from './measure-feed.ts';
import { openLoop } from './open-loop.ts';
import type { Settings } from './rounds.ts';
import { password, type BenchStack } from './bench-stack.ts';

const signInsPerSecond = 20;

export async function measureSignIns(stack: BenchStack, { rounds, seconds }: Settings): Promise<void> {
  const uncached = await stack.startApi({ FEED_CACHE_MILLISECONDS: '0' });
  try {
    const feed: Target = { server: uncached, requests: [get('/media')] };
    const capacity = (await load(feed, seconds)).perSecond;
    const perSecond = Math.round(capacity * 0.4);
    await openLoop(feed, perSecond, seconds);
    const without: number[] = [];
    const during: number[] = [];
    const answers: SignIn[] = [];
    for (let round = 0; round < rounds; round++) {
      without.push(await openLoop(feed, perSecond, seconds));
      const signIns = signInFor(uncached.url, seconds);
      during.push(await openLoop(feed, perSecond, seconds));
      answers.push(...(await signIns));
    }
    const slowest = Math.max(...answers.map(({ milliseconds }) => milliseconds));
    const refused = answers.filter(({ status }) => status === 503).length;
    const odd = answers.filter(({ status }) => status !== 200 && status !== 503).length;
    const slower = ratios(during, without);
    const row = {
      what: `p99 of the feed at 40 % of its capacity (${String(perSecond)} a second, open loop) while ${String(signInsPerSecond)} sign-ins a second arrive, against without`,
      gives: 'that those who look do not wait for those who sign in',
      result: `${write(spreadOf(during), 0)} against ${write(spreadOf(without), 0)} ms: ${write(slower)} times; sign-ins: ${String(answers.length - refused - odd)} done, ${String(refused)} refused, ${String(odd)} otherwise, slowest answer ${slowest.toFixed(0)} ms (asked: 1,000)`,
      rounds,
    };
    await writeRow('sign-ins', judged(row, slower, atMost(2)));
  } finally {
    await uncached.stop();
  }
}

interface SignIn {
  readonly status: number;
  readonly milliseconds: number;
}

/** At a steady pace, whether or not the ones before were answered. */
async function signInFor(apiUrl: string, seconds: number): Promise<SignIn[]> {
  const answers: Promise<SignIn>[] = [];
  const total = signInsPerSecond * seconds;
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      answers.push(signIn(apiUrl, answers.length));
      if (answers.length < total) return;
      clearInterval(timer);
      resolve();
    }, 1000 / signInsPerSecond);
  });
  return Promise.all(answers);
}

async function signIn(apiUrl: string, person: number): Promise<SignIn> {
  const startedAt = performance.now();
  const answer = await fetch(`${apiUrl}/authentication/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: `person-${String(person)}@example.org`, password }),
  });
  await answer.arrayBuffer();
  return { status: answer.status, milliseconds: performance.now() - startedAt };
}
