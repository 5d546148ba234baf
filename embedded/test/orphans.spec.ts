/** What a program leaves behind that is killed: nothing, whenever that happens. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { eventually } from '@media-feed/testing/eventually';
import { removeFolder } from '@media-feed/testing/remove-folder';

const source = (path: string) => join(import.meta.dirname, '..', 'src', path);
const support = (name: string) => join(import.meta.dirname, 'support', 'orphans', name);

let folder: string;
let started: ChildProcessByStdio<null, Readable, Readable>[];
let orphans: number[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-feed-orphans-'));
  // As root, PostgreSQL runs as another user, who must be able to enter.
  await chmod(folder, 0o755);
  started = [];
  orphans = [];
});
afterEach(async () => {
  for (const { pid = 0 } of started) orphans.push(pid);
  for (const pid of orphans.filter(isAlive)) process.kill(pid, 'SIGKILL');
  // A PostgreSQL that was just being made may still write there.
  await removeFolder(folder);
});

describe('a program of the stack ends', () => {
  const programs = {
    storage: () => ({
      STORAGE_DATA_DIR: join(folder, 'storage'),
      STORAGE_PORT: '0',
      UPLOADS_BUCKET: 'uploads',
      MEDIA_BUCKET: 'media',
      WEB_ORIGINS: 'http://localhost:5173',
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
    }),
    queue: () => ({ QUEUE_DATA_DIR: join(folder, 'queue'), QUEUE_PORT: '0', AWS_REGION: 'us-east-1' }),
    database: () => ({
      DATABASE_DATA_DIR: join(folder, 'postgres'),
      DATABASE_PASSWORD: 'test',
      DATABASE_PORT: '0',
    }),
  };
  const names = Object.keys(programs) as (keyof typeof programs)[];
  const entry = (name: string) => source(`programs/${name}.ts`);

  it.each(names)('whose parent dies while it runs: %s', async (name) => {
    const { parent, lines } = start([support('parent.ts'), entry(name)], programs[name]());
    const pid = Number(await lines());
    expect(await lines()).toContain('ready');
    expect(isAlive(await pidOfPostgres(name))).toBe(name === 'database');
    const postgres = await pidOfPostgres(name);

    parent.kill('SIGKILL');

    await ended(pid, postgres);
  });

  it.each(names)('whose parent dies while it starts: %s', async (name) => {
    const late = ['--import', support('start-late.ts')];
    const { parent, lines } = start([support('parent.ts'), ...late, entry(name)], programs[name]());
    const pid = Number(await lines());

    parent.kill('SIGKILL');

    await ended(pid, await pidOfPostgres(name));
  });

  it('and PostgreSQL when its program is killed', async () => {
    const { lines } = start([support('parent.ts'), entry('database')], programs.database());
    const pid = Number(await lines());
    expect(await lines()).toContain('ready');
    const postgres = await pidOfPostgres('database');
    expect(isAlive(postgres)).toBe(true);

    process.kill(pid, 'SIGKILL');

    await ended(pid, postgres);
  });

  /** 0 where none runs. */
  async function pidOfPostgres(name: string): Promise<number> {
    if (name !== 'database') return 0;
    const text = await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '');
    return parseInt(text, 10) || 0;
  }
});

describe('a worker of the function ends', () => {
  it('whose parent dies while the function hangs', async () => {
    const handlerFile = join(folder, 'handler.mjs');
    await writeFile(
      handlerFile,
      'export const handler = () => { process._rawDebug(String(process.pid)); for (;;); };',
    );
    const { parent, lines } = start([support('pool.ts'), handlerFile]);
    const pid = Number(await lines());
    expect(isAlive(pid)).toBe(true);

    parent.kill('SIGKILL');

    await ended(pid);
  });

  it('whose parent dies while it starts', async () => {
    const handlerFile = join(folder, 'handler.mjs');
    await writeFile(handlerFile, 'setInterval(() => undefined, 1000); export const handler = () => 1;');
    const late = ['--import', support('start-late.ts')];
    const worker = [...late, source('functions/worker.ts'), 'PARENT', handlerFile];
    const { parent, lines } = start([support('parent.ts'), ...worker]);
    const pid = Number(await lines());

    parent.kill('SIGKILL');

    await ended(pid);
  });
});

function start(args: string[], environment: Record<string, string> = {}) {
  const parent = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(parent);
  const found: string[] = [];
  let read = 0;
  for (const input of [parent.stdout, parent.stderr]) {
    createInterface({ input }).on('line', (line) => {
      found.push(line);
      parent.emit('line');
    });
  }
  const lines = async (): Promise<string> => {
    while (found.length <= read) await once(parent, 'line');
    return found[read++] ?? '';
  };
  return { parent, lines };
}

async function ended(...pids: number[]): Promise<void> {
  orphans.push(...pids);
  expect(
    await eventually(
      () => pids.filter(isAlive),
      ({ length }) => length === 0,
    ),
  ).toEqual([]);
}

/** A process whose new parent does not look after it stays as a zombie, which is no longer alive. */
function isAlive(pid: number): boolean {
  if (pid === 0) return false;
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${String(pid)}/status`, 'utf8'));
  } catch {
    return false;
  }
}
