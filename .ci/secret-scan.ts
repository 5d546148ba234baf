/**
 * Looks for secrets in every version of every file that git knows, not only in what stands there now: what was
 * pushed once is known. `node .ci/secret-scan.ts [FOLDER]`; part of `make check`. A history that cannot be read whole
 * fails, as a secret does.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { allowed, secretPatterns } from './secret-patterns.ts';

export interface Finding {
  readonly secret: string;
  /** Cut short: a log of findings must not be another leak. */
  readonly beginning: string;
}

const maxBytes = 2 * 1024 * 1024;

export function findSecrets(text: string): Finding[] {
  return secretPatterns.flatMap(({ name, pattern }) =>
    [...text.matchAll(pattern)]
      .filter(([found]) => !allowed.some((exception) => exception.text.test(found)))
      .map(([found]) => ({ secret: name, beginning: `${found.slice(0, 12)}…` })),
  );
}

/** Findings by `path (blob)`. @throws where the history is not there, or not whole. */
export async function scanHistory(root: string): Promise<Map<string, Finding[]>> {
  const paths = listBlobs(root);
  const findings = new Map<string, Finding[]>();
  for await (const { id, content } of readBlobs(root, [...paths.keys()])) {
    // Pictures and the like: a NUL in the beginning, as git itself recognises them.
    if (content.subarray(0, 8000).includes(0)) continue;
    const found = findSecrets(content.toString('utf8'));
    if (found.length > 0) findings.set(`${paths.get(id) ?? ''} (${id.slice(0, 12)})`, found);
  }
  return findings;
}

function listBlobs(root: string): Map<string, string> {
  if (runGit(root, ['rev-parse', '--is-shallow-repository']).trim() !== 'false') {
    throw new Error('this clone is shallow. Run `git fetch --unshallow`.');
  }
  const listed = runGit(root, ['rev-list', '--objects', '--all']);
  const named = listed.split('\n').map((line) => [line.slice(0, 40), line.slice(41)] as const);
  return new Map(named.filter(([id, path]) => id !== '' && path !== ''));
}

function runGit(root: string, args: readonly string[]): string {
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 1024 ** 3 } as const;
  const { stdout, status, stderr, error } = spawnSync('git', args, options);
  if (status !== 0) throw new Error(error?.message ?? stderr.trim());
  return stdout;
}

/** `git cat-file --batch`: `<id> <type> <size>`, a line break, the content, a line break. */
async function* readBlobs(
  root: string,
  ids: readonly string[],
): AsyncGenerator<{ id: string; content: Buffer }> {
  const git = spawn('git', ['cat-file', '--batch'], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(git, 'close');
  git.stdin.end(ids.map((id) => `${id}\n`).join(''));
  let rest = Buffer.alloc(0);
  let chunks: Buffer[] = [];
  let buffered = 0;
  let needed = 1;
  for await (const chunk of git.stdout as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    buffered += chunk.length;
    if (rest.length + buffered < needed) continue;
    rest = Buffer.concat([rest, ...chunks]);
    chunks = [];
    buffered = 0;
    for (;;) {
      const lineEnd = rest.indexOf(10);
      if (lineEnd < 0) break;
      const [id = '', type, size] = rest.toString('latin1', 0, lineEnd).split(' ');
      if (size === undefined) throw new Error(`git has no ${id} (${type ?? ''}).`);
      needed = lineEnd + 1 + Number(size) + 1;
      if (rest.length < needed) break;
      const content = rest.subarray(lineEnd + 1, needed - 1);
      if (type === 'blob' && content.length <= maxBytes) yield { id, content };
      rest = rest.subarray(needed);
      needed = 1;
    }
  }
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw new Error(`git cat-file ended with ${String(code)}.`);
}

if (import.meta.main) {
  const root = process.argv[2] ?? join(import.meta.dirname, '..');
  try {
    const findings = await scanHistory(root);
    for (const [where, found] of findings) {
      for (const { secret, beginning } of found) console.error(`${where}: ${secret}: ${beginning}`);
    }
    if (findings.size > 0) {
      console.error('Revoke what is real; what is none goes into .ci/secret-patterns.ts with its reason.');
      process.exitCode = 1;
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    console.error(`Secrets were not looked for, because git's history could not be read: ${why}`);
    process.exitCode = 1;
  }
}
