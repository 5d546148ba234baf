/** Builds what is not built, or older than its sources. */
import { spawn } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');

export interface Build {
  workspace: 'backend' | 'lambda' | 'frontend';
  /** Written last by the build. */
  output: string;
}

export const builds: Build[] = [
  { workspace: 'backend', output: join(root, 'backend', 'dist', 'main.js') },
  { workspace: 'lambda', output: join(root, 'lambda', 'dist', 'handler.mjs') },
  { workspace: 'frontend', output: join(root, 'frontend', 'dist', 'index.html') },
];

/** @throws {Error} with the compiler's output. */
export async function build({ workspace }: Build): Promise<void> {
  const child = spawn('npm', ['run', '--silent', 'build', '-w', workspace], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  if (code !== 0) throw new Error(`${workspace} does not build:\n${output.trim()}`);
}

/** Workspaces that others are built with. */
export const sharedWorkspaces = ['contract', 'uploader'];

/** Whether a source file, those of shared workspaces included, is newer than the output. */
export async function isOutdated({ workspace, output }: Build): Promise<boolean> {
  const builtAt = await stat(output).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  const folders = [join(root, workspace), ...sharedWorkspaces.map((name) => join(root, name, 'src'))];
  const newest = await Promise.all(folders.map(newestChange));
  return Math.max(...newest) > builtAt;
}

async function newestChange(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true });
  const times = await Promise.all(
    entries
      .filter(({ name }) => !['node_modules', 'dist', 'test', 'coverage'].includes(name))
      .map(async (entry) => {
        const path = join(folder, entry.name);
        return entry.isDirectory() ? newestChange(path) : (await stat(path)).mtimeMs;
      }),
  );
  return Math.max(0, ...times);
}
