/** `bench/RESULTS.md`: one row a measurement, each written by the script that measured it. */
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';

export interface Row {
  what: string;
  result: string;
  /** What the project asks of itself. */
  asked: string;
  rounds: number;
}

const folder = import.meta.dirname;
const dataFile = join(folder, 'results.json');

/** Replaces the row of that name and writes the table anew; a smoke run (QUICK=1) only prints it. */
export async function writeRow(name: string, row: Row): Promise<void> {
  console.log(`${row.what}: ${row.result} (asked: ${row.asked})`);
  if (process.env.QUICK === '1') return;
  const rows = JSON.parse(await readFile(dataFile, 'utf8').catch(() => '{}')) as Record<string, Row>;
  rows[name] = row;
  await writeFile(dataFile, `${JSON.stringify(rows, null, 2)}\n`);
  const lines = Object.values(rows).map(
    ({ what, result, asked, rounds }) => `| ${what} | ${result} | ${asked} | ${String(rounds)} |`,
  );
  await writeFile(
    join(folder, 'RESULTS.md'),
    `# Measured

By \`make bench\` on ${String(cpus().length)} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), with load generator, programs and database side by side: trust the ratios.

| what | result | asked | rounds |
| --- | --- | --- | --- |
${lines.join('\n')}

![A page of the feed at any depth](depth.svg)

![Likes of one item by clients at once](contention.svg)
`,
  );
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
