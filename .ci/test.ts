/**
 * `make test`: builds, then every Jest project with PostgreSQL, S3 and SQS at hand, then the browser journeys
 * over the whole stack. Ends with the line `N passed, M failed`.
 *
 * Arguments: `--only jest|browser`; `--coverage` also measures which branches Jest's tests take, and fails where they
 * are too few (it costs two thirds more processor time, so that CI does it beside); anything else goes to the runner
 * as it stands.
 */
import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { findBrowser } from './find-browser.ts';
import { excused, quarantine } from './quarantine.ts';

const root = join(import.meta.dirname, '..');
const results = join(root, 'test-results');
const measured = ['contract', 'backend', 'lambda', 'uploader'];
const leastBranchCoverage = 85;
const today = new Date().toISOString().slice(0, 10);

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const args = process.argv.slice(2);
const onlyAt = args.indexOf('--only');
const only = onlyAt < 0 ? undefined : args.splice(onlyAt, 2)[1];
const coverageAt = args.indexOf('--coverage');
const isMeasured = coverageAt >= 0 && args.splice(coverageAt, 1).length > 0;

await rm(results, { recursive: true, force: true });
await mkdir(results, { recursive: true });
const totals: Counts = { passed: 0, failed: 0, skipped: 0 };
/** Each failed test with the first line of its error, said again at the end, where a long output is looked at. */
const failures: string[] = [];
const add = (counts: Counts) => {
  for (const key of ['passed', 'failed', 'skipped'] as const) totals[key] += counts[key];
};

for (const { test, reason, since, until } of quarantine) {
  console.log(`In quarantine from ${since} until ${until}: ${test}. ${reason}`);
}
console.log('Building the backend, the Lambda and the web app');
for (const workspace of ['backend', 'lambda', 'frontend']) {
  if ((await run('npm', ['run', '--silent', 'build', '-w', workspace])) !== 0) {
    console.error(`${workspace} does not build.`);
    process.exit(1);
  }
}
if (only !== 'browser') add(await runJest());
if (only !== 'jest') add(await runBrowserTests());

for (const failure of failures) console.error(`FAILED: ${failure}`);
const skipped = totals.skipped > 0 ? `, ${String(totals.skipped)} skipped` : '';
console.log(`\n${String(totals.passed)} passed, ${String(totals.failed)} failed${skipped}`);
process.exit(totals.failed > 0 || totals.passed === 0 ? 1 : 0);

interface JestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numRuntimeErrorTestSuites: number;
  testResults: {
    name: string;
    message: string;
    startTime: number;
    endTime: number;
    assertionResults: {
      ancestorTitles: string[];
      title: string;
      status: string;
      failureMessages: string[];
    }[];
  }[];
}

async function runJest(): Promise<Counts> {
  const coverage = isMeasured ? ['--coverage', `--coverageDirectory=${join(root, 'coverage')}`] : [];
  const report = await jest([...coverage, ...args]);
  if (!report) {
    failures.push('Jest ended without a report');
    return { passed: 0, failed: 1, skipped: 0 };
  }
  failures.push(...failuresInJest(report));
  printSlowest(report);
  const names = report.testResults.flatMap(({ assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ ancestorTitles, title }) => [...ancestorTitles, title].join(' › ')),
  );
  const lacking = isMeasured ? await countLackingCoverage() : 0;
  return {
    passed: report.numPassedTests,
    failed: failuresOf(report) - countExcused(names) + lacking,
    skipped: report.numPendingTests,
  };
}

function failuresInJest({ testResults }: JestReport): string[] {
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    const file = relative(root, name);
    // A file that could not be loaded has no test to blame.
    if (failed.length === 0) return assertionResults.length === 0 ? [`${file}: ${firstLine(message)}`] : [];
    return failed.map(
      ({ ancestorTitles, title, failureMessages: [error = ''] }) =>
        `${file} › ${[...ancestorTitles, title].join(' › ')}: ${firstLine(error)}`,
    );
  });
}

function printSlowest({ testResults }: JestReport): void {
  const bySeconds = testResults
    .map(({ name, startTime, endTime }) => ({
      file: relative(root, name),
      seconds: (endTime - startTime) / 1000,
    }))
    .sort((a, b) => b.seconds - a.seconds);
  console.log('\nThe slowest files:');
  for (const { file, seconds } of bySeconds.slice(0, 20)) console.log(`  ${seconds.toFixed(1)} s  ${file}`);
}

function firstLine(text: string): string {
  return stripVTControlCharacters(text).trim().split('\n', 1)[0] ?? '';
}

function countExcused(failed: readonly string[]): number {
  const names = excused(failed, today);
  for (const name of names) console.error(`\n*** FAILED IN QUARANTINE: ${name} ***\n`);
  return names.length;
}

function failuresOf(report: JestReport): number {
  return report.numFailedTests + report.numRuntimeErrorTestSuites;
}

/** Undefined when Jest ended without a report, or with an error that no test stands for. */
async function jest(jestArgs: string[]): Promise<JestReport | undefined> {
  const file = join(results, 'jest.json');
  const exitCode = await run(
    'node',
    ['embedded/src/with-services.ts', '--', 'jest', '--json', `--outputFile=${file}`, ...jestArgs],
    // Nest 12 is ESM only, and Jest loads ESM through this flag.
    { NODE_OPTIONS: '--experimental-vm-modules' },
  );
  const report = await readJson<JestReport>(file);
  return report && (exitCode === 0 || failuresOf(report) > 0) ? report : undefined;
}

/** Prints each workspace's branch coverage; how many have less than they must. */
async function countLackingCoverage(): Promise<number> {
  type Summary = Record<string, { branches: { total: number; covered: number } }>;
  const summary = await readJson<Summary>(join(root, 'coverage', 'coverage-summary.json'));
  const lacking = measured.filter((workspace) => {
    const files = Object.entries(summary ?? {}).filter(
      ([file]) => relative(root, file).split(sep)[0] === workspace,
    );
    const sum = (key: 'total' | 'covered') =>
      files.reduce((count, [, { branches }]) => count + branches[key], 0);
    const percent = (100 * sum('covered')) / sum('total');
    const enough = percent >= leastBranchCoverage;
    const message = `Branch coverage of ${workspace}: ${percent.toFixed(1)} %`;
    if (!enough) failures.push(message);
    console.log(
      enough ? message : `${message}. FAILED: it must be ${String(leastBranchCoverage)} % at least.`,
    );
    return !enough;
  });
  return lacking.length;
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
  const found = await readJson<PlaywrightReport>(report);
  if (!found) {
    failures.push('Playwright ended without a report');
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const { expected, unexpected, skipped: skippedTests } = found.stats;
  failures.push(...failedTitles(found));
  return {
    passed: expected,
    failed: exitCode !== 0 && unexpected === 0 ? 1 : unexpected - countExcused(failedTitles(found)),
    skipped: skippedTests,
  };
}

interface PlaywrightSuite {
  title: string;
  specs: { title: string; ok: boolean }[];
  suites?: PlaywrightSuite[];
}
interface PlaywrightReport {
  stats: { expected: number; unexpected: number; skipped: number };
  suites: PlaywrightSuite[];
}

function failedTitles({ suites }: Pick<PlaywrightReport, 'suites'>, parents: string[] = []): string[] {
  return suites.flatMap((suite) => {
    const path = [...parents, suite.title];
    const own = suite.specs.filter(({ ok }) => !ok).map(({ title }) => [...path, title].join(' › '));
    return [...own, ...failedTitles({ suites: suite.suites ?? [] }, path)];
  });
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
