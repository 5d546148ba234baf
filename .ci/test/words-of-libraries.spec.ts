/** What a library says of a file never becomes what is said to people: probes, linted by the repository's own settings. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '..', '..');

const forbidden = [
  'throw new Malformed(error.message);',
  'throw new Malformed(String(error));',
  'const parameters = { fault: error.message };',
  'const parameters = { fault: `It could not be read: ${error.message}` };',
];
const allowed = [
  "throw new Malformed('It ends too early.');",
  'throw new Malformed(`The box "${type}" is larger than what holds it.`);',
  "const parameters = { failure: 'UNREADABLE_RECORDING' };",
  'log.info(error.message);',
];

/** Without types, which the rule does not need and which take a minute to know. */
const lint = `
  import { ESLint } from 'eslint';
  const eslint = new ESLint({
    overrideConfig: [{ languageOptions: { parserOptions: { projectService: false } } }],
    ruleFilter: ({ ruleId }) => ruleId === 'no-restricted-syntax',
  });
  const results = await Promise.all(
    process.argv.slice(1).map((text) => eslint.lintText(text, { filePath: 'lambda/src/publish/probe.ts' })),
  );
  console.log(JSON.stringify(results.flat().map(({ messages }) => messages.length)));
`;

it('fails the lint where it would', async () => {
  const probes = [...forbidden, ...allowed];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', lint, '--', ...probes],
    { cwd: root },
  );

  expect(JSON.parse(stdout)).toEqual([...forbidden.map(() => 1), ...allowed.map(() => 0)]);
});
