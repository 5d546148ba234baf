/** Presigned URLs a second over HTTP, against `getSignedUrl` in a loop; the Lambda's cold start. */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { median, writeRow } from '../results.ts';
import { load } from './load.ts';
import type { Settings } from './rounds.ts';
import type { BenchStack } from './bench-stack.ts';

export async function measurePresign(stack: BenchStack, { rounds, seconds }: Settings): Promise<void> {
  // So many that each has but a few unfinished uploads at the end, as people have.
  const people = await stack.people(2000);
  const body = JSON.stringify({ fileName: 'IMG_1.jpg', contentType: 'image/jpeg', size: 3_141_592 });
  const requests = people.map((person) => ({
    method: 'POST' as const,
    path: '/media/presigned-url',
    headers: { 'content-type': 'application/json', authorization: stack.authorize(person) },
    body,
  }));
  const api: number[] = [];
  const loop: number[] = [];
  for (let round = 0; round < rounds; round++) {
    loop.push(await signInALoop(seconds));
    api.push((await load({ server: stack.api, requests }, seconds)).perSecond);
  }
  await writeRow('presign', {
    what: 'presigned URLs a second over HTTP, row and quota included, against getSignedUrl in a loop',
    result: `${median(api).toFixed(0)} against ${median(loop).toFixed(0)}: ${(median(api) / median(loop)).toFixed(2)}`,
    asked: 'at least 0.6',
    rounds,
  });
}

async function signInALoop(seconds: number): Promise<number> {
  const s3 = new S3Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  let signed = 0;
  for (const end = performance.now() + seconds * 1000; performance.now() < end; signed++) {
    const command = new PutObjectCommand({
      Bucket: 'media-feed-uploads',
      Key: `uploads/${String(signed)}`,
      ContentType: 'image/jpeg',
      ContentLength: 3_141_592,
      IfNoneMatch: '*',
    });
    await getSignedUrl(s3, command, { expiresIn: 900, signableHeaders: new Set(['content-type']) });
  }
  s3.destroy();
  return signed / seconds;
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
  await writeRow('lambda start', {
    what: "the Lambda's entry bundle, and processor time of its cold start against `node -e 0`",
    result: `${(statSync(entry).size / 1000).toFixed(0)} KB; ${median(handler).toFixed(0)} against ${median(nothing).toFixed(0)} ms: ${(median(handler) / median(nothing)).toFixed(2)}`,
    asked: '700 KB; at most 3 times',
    rounds: rounds * 2,
  });
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
