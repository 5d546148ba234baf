/**
 * `make bench`: one measurement after the other; each writes its rows of bench/RESULTS.md.
 * ONLY=feed,large-upload,… runs some. QUICK=1 tries them all, small and once, and leaves the results alone.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { clearRows } from './results.ts';

const backendLines = ['feed', 'likes', 'consumer', 'sign-ins', 'presign', 'cold-start', 'personal', 'search'];
const scripts = [
  { lines: backendLines, script: 'bench/backend/run.ts', services: true },
  { lines: ['inspection'], script: 'bench/inspection-cost.ts', services: false },
  { lines: ['time-to-feed'], script: 'bench/time-to-feed.ts', services: false },
  { lines: ['flood'], script: 'bench/flood.ts', services: false },
  { lines: ['large-upload'], script: 'bench/large-upload.ts', services: true },
];

const root = join(import.meta.dirname, '..');
const quick = process.env.QUICK === '1' && { ROUNDS: '1', SIZE_GIB: '0.25' };
const only = process.env.ONLY?.split(',').filter(Boolean) ?? [];
const known = scripts.flatMap(({ lines }) => lines);
const unknown = only.filter((line) => !known.includes(line));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')} to measure; there is ${known.join(', ')}.`);
  process.exit(1);
}

if (only.length === 0) await clearRows();
run(['node_modules/.bin/tsc', '-p', 'backend/tsconfig.build.json']);
run(['lambda/build.ts']);
for (const { lines, script, services } of scripts) {
  const chosen = only.length === 0 ? lines : lines.filter((line) => only.includes(line));
  if (chosen.length === 0) continue;
  const command = services ? ['embedded/src/with-services.ts', '--', process.execPath, script] : [script];
  run(command, { ONLY: only.length === 0 ? '' : chosen.join() });
}

function run(command: readonly string[], environment: Record<string, string> = {}): void {
  const env = { ...quick, ...process.env, ...environment };
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}
