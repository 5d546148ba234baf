/** Presigned URLs over HTTP against the same work by hand; the Lambda's cold start. */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { judged, writeRow } from '../results.ts';
import { atMost, ratios, spreadOf, write } from '../figures.ts';
import type { BenchStack } from './bench-stack.ts';
import { compare } from './compare.ts';
import { inTurn, type Settings } from './rounds.ts';
import { copyHeaders } from './same-headers.ts';

export async function measurePresign(stack: BenchStack, settings: Settings): Promise<void> {
  // So many that each has but a few unfinished uploads at the end, as people have; nobody has the baseline's too.
  const count = Math.min(40_000, stack.scale.people);
  const people = await stack.people(count);
  const body = JSON.stringify({ fileName: 'IMG_1.jpg', contentType: 'image/jpeg', size: 3_141_592 });
  const requestsTo = (path: string, some: readonly string[]) =>
    some.map((person) => ({
      method: 'POST' as const,
      path,
      headers: { 'content-type': 'application/json', authorization: stack.authorize(person) },
      body,
    }));
  const targets = {
    bare: { server: stack.bare, requests: requestsTo('/presign', people.slice(0, count / 2)) },
    api: { server: stack.api, requests: requestsTo('/media/presigned-url', people.slice(count / 2)) },
  };
  await copyHeaders(targets.api, targets.bare);
  const { bare, api } = await inTurn(targets, settings);
  const { times, result } = compare(api, bare);
  const row = {
    what: 'presigned URLs over HTTP, limits and quotas included, against signing with a cached key and writing the same rows',
    gives: 'how many files a second people may begin to send',
    result,
    rounds: settings.rounds,
  };
  await writeRow('presign', judged(row, times, atMost(1.8, 1.3)));
}

/** Processor time of a process that loads the function's entry and ends, against one that does nothing. */
export async function measureColdStart({ rounds }: Settings): Promise<void> {
  const entry = join(import.meta.dirname, '..', '..', 'lambda', 'dist', 'handler.mjs');
  const nothing: number[] = [];
  const handler: number[] = [];
  for (let round = 0; round < rounds * 2; round++) {
    nothing.push(cpuMilliseconds('0'));
    handler.push(cpuMilliseconds(`await import(${JSON.stringify(entry)})`));
  }
  const times = ratios(handler, nothing);
  const row = {
    what: "processor time of the Lambda's cold start against `node -e 0`",
    gives: 'how much longer the first file of a quiet hour takes, and what it costs',
    result: `${write(spreadOf(handler), 0)} against ${write(spreadOf(nothing), 0)} ms: ${write(times)} times; entry bundle of ${(statSync(entry).size / 1000).toFixed(0)} KB (asked: 700)`,
    rounds: rounds * 2,
  };
  await writeRow('lambda start', judged(row, times, atMost(2.5, 2)));
}

const environment = {
  PATH: process.env.PATH,
  AWS_REGION: 'us-east-1',
  UPLOADS_BUCKET: 'uploads',
  MEDIA_BUCKET: 'media',
  RESULTS_QUEUE_URL: 'http://localhost/queue',
};

function cpuMilliseconds(code: string): number {
  const script = `${code}; const { user, system } = process.cpuUsage(); console.log((user + system) / 1000); process.exit()`;
  return Number(
    execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      env: environment,
      encoding: 'utf8',
    })
      .trim()
      .split('\n')
      .at(-1),
  );
}
