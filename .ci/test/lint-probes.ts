/** Lints pieces of code by one rule of the repository's own settings. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '..', '..');

export interface Probe {
  /** Decides which settings hold for it; it need not exist. */
  readonly file: string;
  readonly text: string;
}

const lint = `
  import { ESLint } from 'eslint';
  const [rule, probes] = JSON.parse(process.argv[1]);
  const eslint = new ESLint({
    overrideConfig: [{ languageOptions: { parserOptions: { projectService: false } } }],
    ruleFilter: ({ ruleId }) => ruleId === rule,
  });
  const reported = async ({ file, text }) => (await eslint.lintText(text, { filePath: file }))[0].messages
    .map(({ ruleId, message }) => ruleId ?? message);
  console.log(JSON.stringify(await Promise.all(probes.map(reported))));
`;

/** For each probe the rule as often as it was broken, or why the probe could not be read. */
export async function lintProbes(rule: string, probes: readonly Probe[]): Promise<string[][]> {
  const args = ['--input-type=module', '--eval', lint, '--', JSON.stringify([rule, probes])];
  const { stdout } = await promisify(execFile)('node', args, { cwd: root });
  return JSON.parse(stdout) as string[][];
}
