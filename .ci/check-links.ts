/** `node .ci/check-links.ts`; part of `make check`. Looks at every file that git tracks or would. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrokenReferences } from './links.ts';

const root = join(import.meta.dirname, '..');
/** What programs wrote, data for tests, and the test of this check, whose references lead nowhere on purpose. */
const leftOut = /(^|\/)package-lock\.json$|\/fixtures\/|^\.ci\/test\/links\.spec\.ts$/;

const paths = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
})
  .split('\0')
  .filter((path) => path !== '' && existsSync(join(root, path)));

const broken = findBrokenReferences(new Map(paths.map((path) => [path, readText(path)])));
for (const line of broken) console.error(line);
process.exitCode = broken.length === 0 ? 0 : 1;

function readText(path: string): string | undefined {
  if (leftOut.test(path)) return undefined;
  const content = readFileSync(join(root, path));
  return content.subarray(0, 8000).includes(0) ? undefined : content.toString('utf8');
}
