/**
 * Measures the backend line by line against its baselines, and writes bench/RESULTS.md and its pictures.
 * Run by `make bench`. QUICK=1 is a smoke run on a fiftieth of the rows that leaves the results alone;
 * ONLY=feed,likes,consumer,sign-ins,presign,cold-start,personal,search measures some; ROUNDS and SECONDS are a line's.
 */
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { judged, noteMachine, writeRow } from '../results.ts';
import { atMost, spreadOf } from '../figures.ts';
import { measureCommit } from './commit-latency.ts';
import { measureConsumer } from './measure-consumer.ts';
import { measureFeed } from './measure-feed.ts';
import { measureLikes } from './measure-likes.ts';
import { measurePersonal } from './measure-personal.ts';
import { measureSearch } from './measure-search.ts';
import { measureSignIns } from './measure-sign-ins.ts';
import { measureColdStart, measurePresign } from './measure-uploads.ts';
import { startBenchStack } from './bench-stack.ts';
import { placement } from './cores.ts';

const quick = process.env.QUICK === '1';
const settings = {
  rounds: Number(process.env.ROUNDS ?? (quick ? 1 : 5)),
  seconds: Number(process.env.SECONDS ?? (quick ? 1 : 4)),
};
const only = process.env.ONLY ? process.env.ONLY.split(',') : undefined;
const stack = await startBenchStack(quick, join(tmpdir(), 'media-feed-bench-api.log'));
const lines = {
  feed: () => measureFeed(stack, settings),
  likes: () => measureLikes(stack, settings),
  consumer: () => measureConsumer(stack, settings),
  'sign-ins': () => measureSignIns(stack, settings),
  presign: () => measurePresign(stack, settings),
  'cold-start': () => measureColdStart(settings),
  personal: () => measurePersonal(stack, settings),
  // Last, for it gives every item a caption.
  search: () => measureSearch(stack, settings),
};
try {
  await noteMachine({ placement, commitMs: await measureCommit(stack.database) });
  for (const [name, measure] of Object.entries(lines)) if (!only || only.includes(name)) await measure();
  if (Object.keys(lines).every((name) => !only || only.includes(name))) {
    const highest = stack.highestResidentMiB();
    const row = {
      what: "the API's resident memory at its highest during all this, MiB",
      gives: 'how small a machine it runs on',
      result: highest.toFixed(0),
      rounds: 1,
    };
    await writeRow('memory', judged(row, spreadOf([highest]), atMost(220)));
  }
} finally {
  await stack.close();
}
