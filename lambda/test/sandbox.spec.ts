/** A file that makes its reader hang, grow, die or lie gets a result, and its neighbours notice nothing. */
import { fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { RejectionReason } from '@media-feed/contract';
import { defaultInspectionLimits } from '../src/inspect/inspection.ts';
import { bufferReader } from '../src/inspect/ranged-reader.ts';
import type { SandboxJob } from '../src/sandbox/sandbox-session.ts';
import { Sandbox } from '../src/sandbox/sandbox.ts';
import {
  context,
  eventOf,
  fixture,
  startFunction,
  type FunctionOptions,
} from './support/running-function.ts';

type Running = Awaited<ReturnType<typeof startFunction>>;

let running: Running;
const start = async (sandboxEntry: string, settings: FunctionOptions['settings'] = {}): Promise<Running> => {
  running = await startFunction({
    sandboxEntry: new URL(`./support/${sandboxEntry}`, import.meta.url),
    settings,
  });
  return running;
};
/** Sandboxes of other parents. */
const foreign: number[] = [];
afterEach(async () => {
  running.close();
  for (const pid of foreign.splice(0)) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  await until(() => sandboxProcesses().length === 0);
});

describe('a file that makes the sandbox', () => {
  // Each may exceed the one limit that it is about; no other one can come first, however slow the machine is.
  it.each<[string, RejectionReason, string, FunctionOptions['settings']]>([
    ['hang', 'CORRUPT', 'in the time', { SANDBOX_TIMEOUT_SECONDS: '1' }],
    ['grow', 'CORRUPT', 'memory', { SANDBOX_MEMORY_MIB: '600' }],
    ['crash', 'CORRUPT', 'damaged', {}],
    ['leave', 'CORRUPT', 'damaged', {}],
  ])('%s is rejected as %s', async (what, reason, words, settings) => {
    const { inspect } = await start('misbehaving-sandbox.ts', settings);

    const result = await inspect(Buffer.from('x'), `test/${what}`);

    expect(result).toMatchObject({ outcome: 'REJECTED', reason, detail: expect.stringContaining(words) });
  });

  it.each(['hang', 'grow', 'crash', 'leave'])('%s does not harm its neighbours', async (what) => {
    const { upload, handler, receive } = await start('misbehaving-sandbox.ts', {
      // Two seconds for the file of one byte, and an hour for its neighbours.
      SANDBOX_TIMEOUT_SECONDS: '1',
      // An eighth of it for what may be a picture.
      SANDBOX_BYTES_PER_SECOND: '8',
      SANDBOX_MEMORY_MIB: '600',
    });
    const before = await upload(await fixture('picture.png'), 'image/png');
    const bad = await upload(Buffer.from('x'), `test/${what}`);
    const after = await upload(await fixture('clip.mp4'), 'video/mp4');

    await handler(eventOf(before, bad, after), context());

    const results = await receive();
    expect(results.map(({ mediaId, outcome }) => ({ mediaId, outcome }))).toEqual([
      { mediaId: before.mediaId, outcome: 'READY' },
      { mediaId: bad.mediaId, outcome: 'REJECTED' },
      { mediaId: after.mediaId, outcome: 'READY' },
    ]);
  });

  it('die of what an earlier file did to it is tried in a fresh one', async () => {
    const { inspect } = await start('misbehaving-sandbox.ts');

    // The first leaves the process in a state in which the second kills it.
    await inspect(await fixture('picture.png'), 'test/die-when-warm');
    const result = await inspect(await fixture('picture.png'), 'test/die-when-warm');

    expect(result.outcome).toBe('READY');
  });

  it.each(['grow', 'hang'])('%s is not tried again, however warm the process was', async (what) => {
    const sandbox = new Sandbox({
      entry: new URL('./support/misbehaving-sandbox.ts', import.meta.url),
      environment: { PATH: process.env.PATH },
      heapMib: 600,
      maxFilesPerProcess: 100,
      maxIdleBytes: Infinity,
      requiredLayers: [],
    });
    let attempts = 0;
    const newOutput = () => {
      attempts += 1;
      return { accepted: () => undefined, write: () => Promise.resolve(), discard: () => Promise.resolve() };
    };
    const job = (contentType: string, bytes: Buffer): SandboxJob => ({
      reader: bufferReader(bytes),
      release: () => undefined,
      task: 'publish',
      contentType,
      limits: defaultInspectionLimits,
      // The picture before it has no limit that a slow machine could meet.
      workMs: contentType === 'test/hang' ? 1000 : 3_600_000,
      memoryBytes: 600 * 1024 * 1024,
      readBytes: 1e9,
      deadlineMs: Infinity,
    });
    try {
      const first = await sandbox.inspect(job('image/png', await fixture('picture.png')), newOutput);
      const second = await sandbox.inspect(job(`test/${what}`, Buffer.from('x')), newOutput);

      expect(first.outcome.end).toBe('COMPLETED');
      expect(second.outcome.end).toBe(what === 'grow' ? 'OUT_OF_MEMORY' : 'OUT_OF_TIME');
      expect(attempts).toBe(2);
      expect(second.outcome.usedMs).toBeGreaterThan(0);
    } finally {
      sandbox.close();
    }
  });

  it('be killed from outside is not blamed for it', async () => {
    const { upload, handler, receive } = await start('misbehaving-sandbox.ts');
    const hanging = await upload(Buffer.from('x'), 'test/hang');

    const handled = handler(eventOf(hanging), context());
    await busySandbox();
    for (const pid of sandboxProcesses()) process.kill(pid, 'SIGKILL');

    await expect(handled).rejects.toThrow('1 of 1 records failed');
    expect(await receive()).toEqual([]);
  });
});

describe('a library of ours', () => {
  it('that the program needs to start is no fault of a file: it is tried again, and nothing is recorded', async () => {
    const { upload, handler, receive, publishedKeys } = await start('unloadable-sandbox.ts');
    const photo = await upload(await fixture('photo.jpg'), 'image/jpeg');

    await expect(handler(eventOf(photo), context())).rejects.toThrow('1 of 1 records failed');

    expect(await receive()).toEqual([]);
    expect(await publishedKeys(photo.mediaId)).toEqual([]);
  });

  it('that one format alone needs is no fault of its files either, and others are published', async () => {
    const { upload, handler, receive, publishedKeys } = await start('unready-heic-sandbox.ts');
    const heic = await upload(await fixture('photo.heic'), 'image/heic');
    const jpeg = await upload(await fixture('photo.jpg'), 'image/jpeg');

    await expect(handler(eventOf(heic, jpeg), context())).rejects.toThrow('1 of 2 records failed');

    expect(await receive()).toMatchObject([{ mediaId: jpeg.mediaId, outcome: 'READY' }]);
    expect(await publishedKeys(heic.mediaId)).toEqual([]);
  });
});

describe('a sandbox that a file has taken over', () => {
  it.each([
    'write-before-accepted',
    'foreign-name',
    'huge-output',
    'negative-position',
    'huge-announcement',
    'announcement-without-bytes',
    'nonsense',
    'read-outside',
    'read-forever',
    'announce-nothing',
    'announce-other',
    'silent',
  ])('cannot %s', async (lie) => {
    const { upload, handler, receive, publishedKeys } = await start('lying-sandbox.ts', {
      // Only lies that leave the parent waiting end by it; whatever else is found out must be found out at once.
      ...(lie === 'silent' || lie === 'announcement-without-bytes' ? { SANDBOX_TIMEOUT_SECONDS: '1' } : {}),
    });
    const uploaded = await upload(Buffer.alloc(100), `test/${lie}`);

    await handler(eventOf(uploaded), context());

    expect(await receive()).toMatchObject([{ outcome: 'REJECTED', reason: 'CORRUPT' }]);
    expect(await publishedKeys(uploaded.mediaId)).toEqual([]);
  });
});

describe('the sandbox process', () => {
  it('has no credentials in its environment', async () => {
    const { inspect } = await start('../../src/sandbox/child.ts');
    await inspect(await fixture('picture.png'), 'image/png');

    const [pid = 0] = sandboxProcesses();

    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toMatch(/AWS|SECRET|KEY/);
  });

  it.each([
    ['write a file', 'test/write'],
    ['start a program', 'test/start'],
  ])('may not %s', async (_what, contentType) => {
    const { inspect } = await start('misbehaving-sandbox.ts');

    const result = await inspect(await fixture('picture.png'), contentType);

    // Inspected as usual where the attempt was denied; else the sandbox has left.
    expect(result.outcome).toBe('READY');
  });

  it('is kept warm', async () => {
    const { inspect } = await start('../../src/sandbox/child.ts');
    await inspect(await fixture('picture.png'), 'image/png');
    const before = sandboxProcesses();

    await inspect(await fixture('song.mp3'), 'audio/mpeg');

    expect(before).toHaveLength(1);
    expect(sandboxProcesses()).toEqual(before);
  });

  it('is replaced after its share of files', async () => {
    const { inspect } = await start('../../src/sandbox/child.ts', { SANDBOX_MAX_FILES: '1' });
    await inspect(await fixture('picture.png'), 'image/png');

    const result = await inspect(await fixture('picture.png'), 'image/png');

    expect(result.outcome).toBe('READY');
  });

  it.each([
    // It has not even read its own program then, let alone who its parent is.
    ['as soon as it has started it', /^(\d+)\n/],
    ['when it hangs', /^(\d+)\nhangs\n/],
  ])('ends with a parent that is killed %s', async (_when, output) => {
    await start('misbehaving-sandbox.ts');
    const parent = spawn(
      process.execPath,
      [new URL('./support/parent-of-hanging-sandbox.ts', import.meta.url).pathname],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const sandbox = Number(await firstMatch(parent.stdout, output));
    foreign.push(sandbox);

    parent.kill('SIGKILL');

    await until(() => !isAlive(sandbox));
  });

  it('ends at once where its parent died before it came to look', async () => {
    await start('misbehaving-sandbox.ts');
    const { pid: parentPid } = spawnSync(process.execPath, ['--version']);
    const orphan = fork(new URL('../src/sandbox/child.ts', import.meta.url), [String(parentPid)], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc', 'pipe'],
    });

    const [, signal] = (await once(orphan, 'exit')) as [number | null, NodeJS.Signals | null];

    expect(signal).toBe('SIGKILL');
  });
});

/** The first group of what `pattern` finds in all that came so far. */
async function firstMatch(stream: Readable, pattern: RegExp): Promise<string> {
  let text = '';
  for await (const chunk of stream) {
    text += String(chunk);
    const found = pattern.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error(`It ended after ${JSON.stringify(text)}`);
}

/** Ids of this process's sandboxes; one that has ended has no command line any more. */
function sandboxProcesses(): number[] {
  const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim();
  return children
    .split(' ')
    .filter((pid) => pid !== '' && fileOf(pid, 'cmdline').includes('--permission'))
    .map(Number);
}

const isAlive = (pid: number): boolean => fileOf(pid, 'cmdline') !== '';

/** What /proc knows of a process; nothing when it is gone. */
function fileOf(pid: number | string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

/** Waits until a sandbox has worked for a second, that is, hangs. */
async function busySandbox(): Promise<void> {
  await until(() => sandboxProcesses().some((pid) => Number(fileOf(pid, 'stat').split(' ')[13]) > 100));
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}
