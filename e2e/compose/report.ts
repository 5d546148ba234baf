/** What was tried and how it went: a line each while it runs, and a table at the end. */

export interface Row {
  title: string;
  passed: boolean;
  seconds: number;
  problem?: string;
}

export class Report {
  readonly #rows: Row[] = [];
  readonly #notes: string[] = [];

  /** Something that a reader of the table has to know, such as what a stand-in replaced. */
  note(text: string): void {
    console.log(`  ! ${text}`);
    this.#notes.push(text);
  }

  /** What everything after it needs. @throws what it throws. */
  async must<T>(title: string, act: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    console.log(`  · ${title}`);
    try {
      const result = await act();
      this.add({ title, passed: true, seconds: secondsSince(startedAt) });
      return result;
    } catch (error) {
      this.add({ title, passed: false, seconds: secondsSince(startedAt), problem: messageOf(error) });
      throw error;
    }
  }

  /** One of several; the others are tried however it goes. */
  async check(title: string, act: () => Promise<unknown>): Promise<void> {
    await this.must(title, act).catch(() => undefined);
  }

  /** Prints everything. Whether all passed, and anything was tried at all. */
  close(): boolean {
    const width = Math.max(...this.#rows.map(({ title }) => title.length));
    console.log('\nWhat was tried');
    for (const { title, passed, seconds, problem } of this.#rows) {
      const result = passed ? 'passed' : `FAILED: ${problem?.split('\n')[0] ?? ''}`;
      console.log(`  ${title.padEnd(width)}  ${seconds.toFixed(1).padStart(6)} s  ${result}`);
    }
    if (this.#notes.length > 0) console.log('\nTo know');
    for (const note of this.#notes) console.log(`  ${note}`);
    const failed = this.#rows.filter(({ passed }) => !passed).length;
    console.log(`\n${String(this.#rows.length - failed)} passed, ${String(failed)} failed`);
    return failed === 0 && this.#rows.length > 0;
  }

  /** What somebody else has tried. */
  add(row: Row): void {
    this.#rows.push(row);
    const result = row.passed ? 'passed' : 'FAILED';
    console.log(`    ${result} after ${row.seconds.toFixed(1)} s: ${row.title}`);
    if (row.problem !== undefined) console.log(row.problem.replaceAll(/^/gm, '      '));
  }
}

function secondsSince(startedAt: number): number {
  return (performance.now() - startedAt) / 1000;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
