/** `bench/RESULTS.md`: one row a measurement, each written by the script that measured it. */
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { type Goal, judge, type Spread, type Verdict, writeGoal } from './figures.ts';

export interface Row {
  readonly what: string;
  /** What a user or an operator has of it. */
  readonly gives: string;
  readonly result: string;
  /** What the project asks of itself. */
  readonly asked: string;
  /** Whether it is so; undefined where nothing is asked that a number could tell. */
  readonly reached?: Verdict;
  readonly rounds: number;
}

interface Results {
  machine: Machine;
  rows: Record<string, Row>;
}

/** What the figures depend on. */
interface Machine {
  /** Processor, memory, kernel and Node. */
  hardware: string;
  placement?: string;
  /** Milliseconds until PostgreSQL has a small change on its disk. */
  commitMs?: string;
}

const folder = import.meta.dirname;
const dataFile = join(folder, 'results.json');
const quick = process.env.QUICK === '1';

/** A row of which one figure is asked for, with its spread. */
export function judged(row: Omit<Row, 'asked' | 'reached'>, figure: Spread, goal: Goal): Row {
  return { ...row, asked: writeGoal(goal), reached: judge(figure, goal) };
}

/** Replaces the row of that name and writes the table anew; a smoke run (QUICK=1) only prints it. */
export async function writeRow(name: string, row: Row): Promise<void> {
  const verdict = row.reached === undefined ? '' : `: ${row.reached}`;
  console.log(`${row.what}: ${row.result} (asked: ${row.asked}${verdict})`);
  await change((results) => {
    results.rows[name] = row;
  });
}

/** Notes where the figures come from, and how the programs were placed. */
export async function noteMachine(known: Pick<Machine, 'placement' | 'commitMs'>): Promise<void> {
  await change((results) => {
    results.machine = { ...thisMachine(), ...known };
  });
}

/** A whole run begins with an empty table: no row of another version or machine stays. */
export async function clearRows(): Promise<void> {
  await change((results) => {
    results.machine = thisMachine();
    results.rows = {};
  });
}

async function change(apply: (results: Results) => void): Promise<void> {
  if (quick) return;
  const results = JSON.parse(await readFile(dataFile, 'utf8')) as Results;
  apply(results);
  await writeFile(dataFile, `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(join(folder, 'RESULTS.md'), page(results));
}

function thisMachine(): Machine {
  const memory = `${(totalmem() / 1024 ** 3).toFixed(0)} GiB`;
  const processor = cpus()[0]?.model.trim() ?? 'unknown';
  return {
    hardware: `${String(cpus().length)} cores (${processor}), ${memory}, Linux ${release()}, Node ${process.versions.node}`,
  };
}

function page({ machine, rows }: Results): string {
  const lines = Object.values(rows).map(
    ({ what, gives, result, asked, reached = '', rounds }) =>
      `| ${[what, result, asked, reached, gives, String(rounds)].join(' | ')} |`,
  );
  const { hardware, placement, commitMs } = machine;
  return `# Measured

By \`make bench\` on ${hardware}${placement === undefined ? '' : `; ${placement}`}${commitMs === undefined ? '' : `; a commit takes ${commitMs} ms`}.

Processor time is user and system time of all threads of the program that is measured, from the kernel: it says the same on a busy machine and on a quiet one. Requests a second say it of this machine alone. Subject and baseline run in turn; a figure is the median of its rounds, with the least and the largest, and a ratio is taken round by round. Where the spread covers what is asked, the row says so.

| what | result | asked | reached | what it gives | rounds |
| --- | --- | --- | --- | --- | --- |
${lines.join('\n')}

![A page of the feed at any depth](depth.svg)

![Likes of one item by clients at once](contention.svg)
`;
}
