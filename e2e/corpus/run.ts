/**
 * `make corpus [DIR=…] [URL=…]`: uploads every file of a corpus under its claimed name and type, by HTTP alone,
 * and prints tier × expected × outcome and each wrong file with its inspection result. What is published is compared
 * with its source in Chromium. Without URL it starts a stack of
 * its own. Ends with 1 when a tier
 * did worse than `gates.ts` asks.
 */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ProblemError } from '@media-feed/contract';
import { type TestUser, signUpUser, upload, waitUntilInspected } from '@media-feed/testing/users';
import { startStack } from '@media-feed/testing/stack';
import { ChromiumAnswers } from './chromium-answers.ts';
import { explanationFor } from './explained.ts';
import { failedGates } from './gates.ts';
import { startLooker } from './look-in-chromium.ts';
import { publishedDifferences } from './published-difference.ts';
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
  /** Whether Chromium shows or plays the file whole; undefined where nobody knows. */
  shownWhole: boolean | undefined;
  /** Between the file and what is published of it. */
  differences: string[];
}

const folder = resolve(process.env.DIR ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'corpus'));
const files = await readManifest(folder).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
const stack = process.env.URL ? undefined : await startStack({ RATE_LIMITS: 'off' });
const apiUrl = process.env.URL ?? stack?.apiUrl ?? '';
const looker = await startLooker();
if (!looker) console.log('*** NO CHROMIUM: what is published is NOT compared with its source. ***');
const answers = await ChromiumAnswers.read(looker);
try {
  const rows = await uploadAll(files);
  await lookAtAll(rows);
  printTable(rows);
  printDifferences(rows);
  const asked = await answers.save();
  if (asked > 0)
    console.log(`Chromium was asked about ${String(asked)} new files; commit chromium-answers.json.`);
  const failed = failedGates(rows);
  for (const words of failed) console.log(`NOT GOOD ENOUGH: ${words}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
} finally {
  await looker?.close();
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
        rows.push({
          file,
          outcome,
          comparison: compareOutcome(file, outcome),
          shownWhole: undefined,
          differences: [],
        });
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

/** One after the other: a browser that decodes two films at once is no faster. */
async function lookAtAll(rows: Row[]): Promise<void> {
  for (const row of rows) {
    const { file, outcome } = row;
    if (!file.mime || (outcome.end !== 'READY' && file.tier !== 'CORE')) continue;
    const source = await answers.of(await readFile(join(folder, file.path)), file.mime);
    row.shownWhole = source?.whole;
    if (!looker || !source?.whole || outcome.end !== 'READY') continue;
    const { url, renditions, width, height } = outcome.item;
    const largest = renditions.find((rendition) => rendition.url === url);
    if (!url || !largest) throw new Error(`${file.path} is READY and serves nothing`);
    const published = await looker.look(
      new Uint8Array(await (await fetch(url)).arrayBuffer()),
      largest.mimeType,
      source.seconds,
    );
    row.differences = publishedDifferences(source, published, { width, height });
  }
}

function printDifferences(rows: Row[]): void {
  const compared = rows.filter(({ shownWhole, outcome }) => shownWhole && outcome.end === 'READY');
  const different = compared.filter(({ differences }) => differences.length > 0);
  console.log(`\n${String(compared.length)} published files were compared with their sources in Chromium.`);
  for (const { file, differences } of different) {
    const reason = explanationFor(file.path);
    console.log(`  ${file.path}: ${differences.join('; ')}${reason ? ` (${reason})` : ''}`);
  }
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
