/** Runs rows of the table of make targets, as a person would type them. Knows no test framework. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { TargetContext, TargetResult, TargetRow } from './target-row.ts';
import { targetRows } from './targets.ts';

const root = join(import.meta.dirname, '..', '..');
/** No target of the table takes longer, images to build included. */
const patienceMs = 10 * 60_000;

/** One after the other, in the table's order, in which later ones build on earlier ones. */
export async function runTargets(
  stack: 'embedded' | 'compose' | 'none',
  context: TargetContext,
  onResult: (result: TargetResult) => void,
): Promise<TargetResult[]> {
  const results: TargetResult[] = [];
  for (const row of targetRows.filter(({ on }) => on.includes(stack))) {
    const result = await runTarget(row, context);
    onResult(result);
    results.push(result);
  }
  return results;
}

async function runTarget(row: TargetRow, context: TargetContext): Promise<TargetResult> {
  const startedAt = performance.now();
  const { exitCode, output } = await make(row, context);
  context.outputs.set(row.title, output);
  const problem = await problemOf(row, context, exitCode, output);
  return {
    row,
    passed: problem === undefined,
    ...(problem !== undefined && { problem }),
    exitCode,
    output,
    seconds: (performance.now() - startedAt) / 1000,
  };
}

async function problemOf(
  row: TargetRow,
  context: TargetContext,
  exitCode: number | null,
  output: string,
): Promise<string | undefined> {
  if (exitCode !== row.exitCode) return `it ended with ${String(exitCode)}, not ${row.exitCode}`;
  if (!row.output.test(output)) return `it did not say ${String(row.output)}`;
  // A stack trace tells a person nothing about what to do.
  const trace = /^\s+at .+:\d+:\d+\)?$/m.exec(output);
  if (trace) return `it showed a stack trace: ${trace[0].trim()}`;
  try {
    await row.after?.(context, output);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function make(row: TargetRow, context: TargetContext): Promise<{ exitCode: number | null; output: string }> {
  const { target, variables = [], env = {}, stdin, dryRun } = row;
  const given = typeof variables === 'function' ? variables(context) : variables;
  const child = spawn('make', ['--no-print-directory', ...(dryRun ? ['--dry-run'] : []), target, ...given], {
    cwd: root,
    // An outer make's own variables would make this one a part of it.
    env: { ...process.env, NODE_OPTIONS: '', MAKEFLAGS: '', MAKELEVEL: '', ...context.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: patienceMs,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  }
  // Who reads nothing may be gone before it is written.
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, output }));
  });
}
