/** What the disk adds to every change: a small commit, waited for. */
import type { Client } from 'pg';
import { spreadOf, write } from '../figures.ts';

const commits = 200;

/** Milliseconds, with their spread, of single-row commits one after the other. */
export async function measureCommit(database: Client): Promise<string> {
  await database.query('CREATE TABLE IF NOT EXISTS bench_commits (n integer)');
  const milliseconds: number[] = [];
  for (let n = 0; n < commits; n++) {
    const startedAt = performance.now();
    await database.query('INSERT INTO bench_commits VALUES ($1)', [n]);
    milliseconds.push(performance.now() - startedAt);
  }
  return write(spreadOf(milliseconds));
}
