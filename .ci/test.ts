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

interface JestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numRuntimeErrorTestSuites: number;
  testResults: { name: string; status: string }[];
}

async function runJest(): Promise<Counts> {
  const whole = args.length === 0;
  const coverage = whole ? ['--coverage', `--coverageDirectory=${join(root, 'coverage')}`] : [];
  const first = await jest('jest', [...coverage, ...args]);
  if (!first) return { passed: 0, failed: 1, skipped: 0 };
  if (whole) await printCoverage();
  const counts = { passed: first.numPassedTests, failed: failuresOf(first), skipped: first.numPendingTests };
  const failedFiles = first.testResults.filter(({ status }) => status === 'failed').map(({ name }) => name);
  if (!process.env.CI || failedFiles.length === 0) return counts;
  // A busy machine is no failure; what passes only at the second try is reported loudly.
  const second = await jest('jest-again', ['--runTestsByPath', ...failedFiles]);
  if (!second || failuresOf(second) > 0) return counts;
  console.error(`\n*** ${String(counts.failed)} tests passed only at the second try. ***\n`);
  return { ...counts, passed: counts.passed + counts.failed, failed: 0 };
}

function failuresOf(report: JestReport): number {
  return report.numFailedTests + report.numRuntimeErrorTestSuites;
}

/** Undefined when Jest ended without a report, or with an error that no test stands for. */
async function jest(name: string, jestArgs: string[]): Promise<JestReport | undefined> {
  const file = join(results, `${name}.json`);
  const exitCode = await run(
    'node',
    ['embedded/src/with-services.ts', '--', 'jest', '--json', `--outputFile=${file}`, ...jestArgs],
    // Nest 12 is ESM only, and Jest loads ESM through this flag.
    { NODE_OPTIONS: '--experimental-vm-modules' },
  );
  const report = await readJson<JestReport>(file);
  return report && (exitCode === 0 || failuresOf(report) > 0) ? report : undefined;
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
  if (flaky > 0) console.error(`\n*** ${String(flaky)} browser tests passed only at the second try. ***\n`);
  return {
    passed: expected + flaky,
    failed: exitCode !== 0 && unexpected === 0 ? 1 : unexpected,
    skipped: skippedTests,
  };
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
