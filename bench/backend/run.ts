/**
 * Measures the backend line by line against its baselines, and writes bench/RESULTS.md and its pictures.
 * Run by `make bench`. QUICK=1 is a smoke run on a fiftieth of the rows that leaves the results alone;
 * ONLY=feed,likes,consumer,sign-ins,presign,cold-start measures some; ROUNDS and SECONDS are a line's.
 */
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { writeRow } from '../results.ts';
import { measureConsumer } from './measure-consumer.ts';
import { measureFeed } from './measure-feed.ts';
import { measureLikes } from './measure-likes.ts';
import { measureSignIns } from './measure-sign-ins.ts';
import { measureColdStart, measurePresign } from './measure-uploads.ts';
import { startBenchStack } from './bench-stack.ts';

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
};
try {
  for (const [name, measure] of Object.entries(lines)) if (!only || only.includes(name)) await measure();
  if (Object.keys(lines).every((name) => !only || only.includes(name))) {
    await writeRow('memory', {
      what: "the API's resident memory at its highest during all this",
      result: `${stack.highestResidentMiB().toFixed(0)} MiB`,
      asked: 'at most 220 MB',
      rounds: 1,
    });
  }
} finally {
  await stack.close();
}
