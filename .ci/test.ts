/**
 * `make test`: builds, then every Jest project with PostgreSQL, S3 and SQS at hand, then the browser journeys
 * over the whole stack. Ends with the line `N passed, M failed`.
 *
 * Arguments: `--only jest|browser`; anything else goes to the runner as it stands.
 */
import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { findBrowser } from './find-browser.ts';

const root = join(import.meta.dirname, '..');
const results = join(root, 'test-results');
const measured = ['contract', 'backend', 'lambda'];

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const args = process.argv.slice(2);
const onlyAt = args.indexOf('--only');
const only = onlyAt < 0 ? undefined : args.splice(onlyAt, 2)[1];

await rm(results, { recursive: true, force: true });
await mkdir(results, { recursive: true });
const totals: Counts = { passed: 0, failed: 0, skipped: 0 };
const add = (counts: Counts) => {
  for (const key of ['passed', 'failed', 'skipped'] as const) totals[key] += counts[key];
};

console.log('Building the backend, the Lambda and the web app');
for (const workspace of ['backend', 'lambda', 'frontend']) {
  if ((await run('npm', ['run', '--silent', 'build', '-w', workspace])) !== 0) {
    console.error(`${workspace} does not build.`);
    process.exit(1);
  }
}
if (only !== 'browser') add(await runJest());
if (only !== 'jest') add(await runBrowserTests());

const skipped = totals.skipped > 0 ? `, ${String(totals.skipped)} skipped` : '';
console.log(`\n${String(totals.passed)} passed, ${String(totals.failed)} failed${skipped}`);
process.exit(totals.failed > 0 || totals.passed === 0 ? 1 : 0);

async function runJest(): Promise<Counts> {
  const report = join(results, 'jest.json');
  const whole = args.length === 0;
  const coverage = whole ? ['--coverage', `--coverageDirectory=${join(root, 'coverage')}`] : [];
  const exitCode = await run(
    'node',
    ['embedded/src/with-services.ts', '--', 'jest', '--json', `--outputFile=${report}`, ...coverage, ...args],
    // Nest 12 is ESM only, and Jest loads ESM through this flag.
    { NODE_OPTIONS: '--experimental-vm-modules' },
  );
  const found = await readJson<{
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numRuntimeErrorTestSuites: number;
  }>(report);
  if (!found) return { passed: 0, failed: 1, skipped: 0 };
  if (whole) await printCoverage();
  const failed = found.numFailedTests + found.numRuntimeErrorTestSuites;
  return {
    passed: found.numPassedTests,
    failed: exitCode !== 0 && failed === 0 ? 1 : failed,
    skipped: found.numPendingTests,
  };
}

async function printCoverage(): Promise<void> {
  type Summary = Record<string, { branches: { total: number; covered: number } }>;
  const summary = await readJson<Summary>(join(root, 'coverage', 'coverage-summary.json'));
  for (const workspace of measured) {
    const files = Object.entries(summary ?? {}).filter(
      ([file]) => relative(root, file).split(sep)[0] === workspace,
    );
    const total = files.reduce((sum, [, { branches }]) => sum + branches.total, 0);
    const covered = files.reduce((sum, [, { branches }]) => sum + branches.covered, 0);
    const percent = total === 0 ? 'none' : `${((100 * covered) / total).toFixed(1)} %`;
    console.log(`Branch coverage of ${workspace}: ${percent} (goal 85 %)`);
  }
}

async function runBrowserTests(): Promise<Counts> {
  const browser = findBrowser();
  const report = join(results, 'playwright.json');
  const projects = browser ? [] : ['--project=http'];
  if (!browser) {
    console.error('\n*** NO BROWSER: the browser journeys are SKIPPED. Install Chromium to run them. ***\n');
  }
  const exitCode = await run(
    'playwright',
    ['test', '--config=e2e/playwright.config.ts', ...projects, ...args],
    { PLAYWRIGHT_JSON_OUTPUT_NAME: report, ...(browser && { CHROMIUM_PATH: browser }) },
  );
  const found = await readJson<{
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  }>(report);
  if (!found) return { passed: 0, failed: 1, skipped: 0 };
  const { expected, unexpected, flaky, skipped: skippedTests } = found.stats;
  const failed = unexpected + flaky;
  return { passed: expected, failed: exitCode !== 0 && failed === 0 ? 1 : failed, skipped: skippedTests };
}

async function readJson<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

function run(
  command: string,
  commandArgs: string[],
  environment: Record<string, string> = {},
): Promise<number> {
  const child = spawn(command, commandArgs, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve(code ?? 1);
    });
  });
}
