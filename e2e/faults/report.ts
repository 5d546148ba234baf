/** What a run found: kept while it goes on, shown line by line, and written into docs/reliability.md at the end. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { invariants, type InvariantName } from './invariants/invariants.ts';
import { matrix } from './matrix/matrix.ts';
import type { Fault } from './matrix/fault.ts';
import { holds, type FaultCase } from './run-group.ts';
import { timeScale } from './time-scale.ts';

const root = join(import.meta.dirname, '..', '..');
const page = join(root, 'docs', 'reliability.md');
const names = Object.keys(invariants) as InvariantName[];
const [begin, end] = ['<!-- faults: begin -->', '<!-- faults: end -->'];

export class Report {
  readonly #file: string;
  readonly #cases: Record<string, FaultCase>;

  private constructor(file: string, cases: Record<string, FaultCase>) {
    this.#file = file;
    this.#cases = cases;
  }

  /** A run of that name goes on where it was left: so a whole one can be made in pieces. */
  static async open(run: string): Promise<Report> {
    const file = join(root, 'test-results', 'faults', `${run}.json`);
    await mkdir(dirname(file), { recursive: true });
    const text = await readFile(file, 'utf8').catch(() => '{}');
    return new Report(file, JSON.parse(text) as Record<string, FaultCase>);
  }

  /** Beside the results: the logs of what failed. */
  get logFolder(): string {
    return this.#file.replace(/\.json$/, '-logs');
  }

  async add(fault: string, faultCase: FaultCase): Promise<void> {
    this.#cases[fault] = faultCase;
    await writeFile(this.#file, JSON.stringify(this.#cases, null, 2));
  }

  /** For the terminal: the case, and beneath it what is wrong. */
  line({ name }: Fault, faultCase: FaultCase): string {
    if (faultCase.outcome === 'not run') {
      return faultCase.isSkip
        ? `*** ${name} is SKIPPED: ${faultCase.why} ***`
        : `FAILED ${name}: ${faultCase.why}`;
    }
    const marks = names
      .map((each) => (faultCase.violations[each].length === 0 ? each : `${each}✗`))
      .join(' ');
    const times = `${faultCase.seconds.toFixed(0)} s, recovered after ${faultCase.recoveredAfterSeconds.toFixed(1)} s`;
    const wrong = names.flatMap((each) =>
      shortened(faultCase.violations[each]).map((text) => `    ${each} ${text}`),
    );
    return [
      `${holds(faultCase) ? 'holds ' : 'FAILED'} ${name.padEnd(32)} ${marks}  (${times})`,
      ...wrong,
    ].join('\n');
  }

  /** Prints the table, writes it where the run is complete; the exit code, 1 when any case of the run failed. */
  async end(): Promise<number> {
    const faults = matrix.flatMap((group) => group.faults);
    const isComplete = faults.every(({ name }) => this.#cases[name]);
    const table = this.#table();
    console.log(`\n${table}\n`);
    if (isComplete) {
      const text = await readFile(page, 'utf8');
      const [before = '', rest = ''] = text.split(begin);
      await writeFile(page, `${before}${begin}\n\n${table}\n\n${end}${rest.split(end)[1] ?? ''}`);
      console.log('The table is in docs/reliability.md.');
    } else console.log('Not all faults were run: docs/reliability.md stays as it is.');
    const failed = Object.keys(this.#cases).filter((name) => {
      const faultCase = this.#cases[name];
      return faultCase && !holds(faultCase);
    });
    console.log(failed.length === 0 ? 'Every case holds.' : `Failed: ${failed.join(', ')}`);
    return failed.length === 0 ? 0 : 1;
  }

  #table(): string {
    const rows = matrix.flatMap(({ title, faults }) =>
      faults.flatMap(({ name, moment }, index) => {
        const faultCase = this.#cases[name];
        return faultCase ? [[index === 0 ? title : '', moment, ...marksOf(faultCase)]] : [];
      }),
    );
    const today = new Date().toISOString().slice(0, 10);
    const lines = [
      ['fault', 'moment', ...names, 'recovered after'],
      Array.from({ length: 11 }, () => '---'),
      ...rows,
    ];
    return [
      `Run of ${today}, TIME_SCALE=${String(timeScale)}. ✓ holds, ✗ failed, – not run.`,
      '',
      ...lines.map((columns) => `| ${columns.join(' | ')} |`),
    ].join('\n');
  }
}

function marksOf(faultCase: FaultCase): string[] {
  if (faultCase.outcome === 'not run') {
    return [...names.map(() => (faultCase.isSkip ? '–' : '✗')), faultCase.isSkip ? 'skipped' : 'not run'];
  }
  const marks = names.map((each) => (faultCase.violations[each].length === 0 ? '✓' : '✗'));
  return [...marks, `${faultCase.recoveredAfterSeconds.toFixed(1)} s`];
}

function shortened(sentences: readonly string[]): string[] {
  const [shown, more] = [sentences.slice(0, 4), sentences.length - 4];
  return more > 0 ? [...shown, `… and ${String(more)} more`] : shown;
}
