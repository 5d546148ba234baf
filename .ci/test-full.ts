/**
 * `make test-full`: what takes too long for every commit. All of it runs, whatever fails; ends with a table and with 1
 * when a part failed.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const parts: readonly { target: string; variables: Record<string, string> }[] = [
  { target: 'test', variables: { TEST_EFFORT: '25', ARGS: '--coverage' } },
  { target: 'scan-noise', variables: { GIB: '10' } },
  { target: 'faults', variables: {} },
  { target: 'fuzz', variables: { FUZZ_SECONDS: '600', FUZZ_SEED: String(Date.now() % 2 ** 31) } },
];

const results = parts.map(({ target, variables }) => {
  const given = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const command = ['make', target, ...given].join(' ');
  console.log(`\n=== ${command} ===`);
  const startedAt = performance.now();
  const { status } = spawnSync('make', ['--no-print-directory', target, ...given], {
    cwd: join(import.meta.dirname, '..'),
    stdio: 'inherit',
    env: { ...process.env, ...variables },
  });
  return { command, passed: status === 0, minutes: (performance.now() - startedAt) / 60_000 };
});

console.log();
for (const { command, passed, minutes } of results) {
  console.log(`${passed ? 'passed' : 'FAILED'} after ${minutes.toFixed(1)} min: ${command}`);
}
const failed = results.filter(({ passed }) => !passed).length;
console.log(`\n${String(results.length - failed)} passed, ${String(failed)} failed`);
process.exitCode = failed > 0 ? 1 : 0;
