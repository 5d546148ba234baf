/**
 * `make corpus [DIR=…] [URL=…]`: uploads every file of a corpus under its claimed name and type, by HTTP alone,
 * and prints tier × expected × outcome and each wrong file with its inspection result. Without URL it starts a stack of
 * its own. Ends with 1 when a tier
 * did worse than `gates.ts` asks.
 */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ProblemError } from '@media-feed/contract';
import { type TestUser, signUpUser, upload, waitUntilInspected } from '@media-feed/testing/users';
import { startStack } from '@media-feed/testing/stack';
import { failedGates } from './gates.ts';
import { describeOutcome, compareOutcome, type Comparison, type Outcome } from './compare-outcome.ts';
import { type CorpusFile, readManifest } from './manifest.ts';

const concurrency = 8;
const patienceMs = 120_000;
/** What the payloads of the POLYGLOT tier contain (docs/reliability.md «The corpus»). */
const payloadMarks = [Buffer.from('MARKER-7f3a'), Buffer.from('PK\x03\x04', 'latin1')];

interface Row {
  file: CorpusFile;
  outcome: Outcome;
  comparison: Comparison;
}

const folder = resolve(process.env.DIR ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'corpus'));
const files = await readManifest(folder).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
const stack = process.env.URL ? undefined : await startStack({ RATE_LIMITS: 'off' });
const apiUrl = process.env.URL ?? stack?.apiUrl ?? '';
try {
  const rows = await uploadAll(files);
  printTable(rows);
  const failed = failedGates(rows);
  for (const words of failed) console.log(`NOT GOOD ENOUGH: ${words}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
} finally {
  await stack?.destroy();
}

async function uploadAll(all: CorpusFile[]): Promise<Row[]> {
  const rows: Row[] = [];
  const queue = [...all];
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      const user = await signUpUser(apiUrl);
      for (let file = queue.shift(); file; file = queue.shift()) {
        const outcome = await uploadOne(user, file);
        rows.push({ file, outcome, comparison: compareOutcome(file, outcome) });
        if (rows.length % 25 === 0)
          console.log(`${String(rows.length)} of ${String(all.length)} files are inspected`);
      }
    }),
  );
  return rows.sort((a, b) => a.file.path.localeCompare(b.file.path));
}

async function uploadOne(user: TestUser, file: CorpusFile): Promise<Outcome> {
  const bytes = new Uint8Array(await readFile(join(folder, file.path)));
  let mediaId: string;
  try {
    mediaId = await upload(user, { fileName: file.claimedName, contentType: file.claimedMime, bytes });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { end: 'REFUSED', status: error.problem.status, detail: error.problem.detail };
  }
  const item = await waitUntilInspected(user, mediaId, patienceMs).catch(() => undefined);
  if (!item) return { end: 'PENDING' };
  if (item.status !== 'READY') {
    return {
      end: 'REJECTED',
      reason: item.rejection?.reason ?? item.status,
      detail: item.rejection?.detail ?? '',
    };
  }
  const urls = [item.url, ...item.renditions.map(({ url }) => url)].filter((url) => url !== null);
  const served = await Promise.all(
    urls.map(async (url) => Buffer.from(await (await fetch(url)).arrayBuffer())),
  );
  return { end: 'READY', item, servedPayload: served.some(holdsPayload) };
}

function holdsPayload(bytes: Buffer): boolean {
  return payloadMarks.some((mark) => bytes.includes(mark));
}

function printTable(rows: Row[]): void {
  const groups = Map.groupBy(rows, ({ file }) => `${file.tier}\t${file.expected}`);
  console.log('\ntier\texpected\tfiles\tcorrect\tREADY\tREJECTED\trefused\tpending\tconfused');
  for (const [group, members] of [...groups].sort()) {
    const count = (end: Outcome['end']) => members.filter(({ outcome }) => outcome.end === end).length;
    const correct = members.filter(({ comparison }) => comparison.correct).length;
    const confused = members.filter(({ comparison }) => comparison.confused).length;
    console.log(
      [
        group,
        members.length,
        correct,
        count('READY'),
        count('REJECTED'),
        count('REFUSED'),
        count('PENDING'),
        confused,
      ].join('\t'),
    );
  }
  const wrong = rows.filter(({ comparison }) => !comparison.correct);
  if (wrong.length > 0) console.log('\nWrong:');
  for (const { file, outcome } of wrong) {
    console.log(
      `${file.tier} ${file.path} (${file.mime || file.expected}; ${file.note}): ${describeOutcome(outcome)}`,
    );
  }
  const correct = rows.length - wrong.length;
  console.log(`\n${String(correct)} of ${String(rows.length)} files ended as they should.`);
}
