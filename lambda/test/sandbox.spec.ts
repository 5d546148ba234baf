/** A file that makes its reader hang, grow, die or lie gets a result, and its neighbours notice nothing. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { RejectionReason } from '@media-feed/contract';
import {
  context,
  eventOf,
  fixture,
  startFunction,
  type FunctionOptions,
} from './support/running-function.ts';

// Most of them start processes, on machines that do other things as well.
jest.setTimeout(60_000);

type Running = Awaited<ReturnType<typeof startFunction>>;

let running: Running;
const start = async (sandboxEntry: string, settings: FunctionOptions['settings'] = {}): Promise<Running> => {
  running = await startFunction({
    sandboxEntry: new URL(`./support/${sandboxEntry}`, import.meta.url),
    settings,
  });
  return running;
};
afterEach(() => running.close());

describe('a file that makes the sandbox', () => {
  it.each<[string, RejectionReason, string]>([
    ['hang', 'CORRUPT', 'in the time'],
    ['grow', 'CORRUPT', 'memory'],
    ['crash', 'CORRUPT', 'damaged'],
    ['leave', 'CORRUPT', 'damaged'],
  ])('%s is rejected as %s', async (what, reason, words) => {
    const { inspect } = await start('misbehaving-sandbox.ts', {
      SANDBOX_TIMEOUT_SECONDS: '2',
      SANDBOX_MEMORY_MIB: '600',
    });

    const result = await inspect(Buffer.from('x'), `test/${what}`);

    expect(result).toMatchObject({ outcome: 'REJECTED', reason, detail: expect.stringContaining(words) });
  });

  it.each(['hang', 'grow', 'crash', 'leave'])('%s does not harm its neighbours', async (what) => {
    const { upload, handler, receive } = await start('misbehaving-sandbox.ts', {
      SANDBOX_TIMEOUT_SECONDS: '2',
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

  it('be killed from outside is not blamed for it', async () => {
    const { upload, handler, receive } = await start('misbehaving-sandbox.ts', {
      SANDBOX_TIMEOUT_SECONDS: '60',
    });
    const hanging = await upload(Buffer.from('x'), 'test/hang');

    const handled = handler(eventOf(hanging), context());
    await busyChild();
    for (const pid of childrenOf(process.pid)) process.kill(pid, 'SIGKILL');

    await expect(handled).rejects.toThrow('1 of 1 records failed');
    expect(await receive()).toEqual([]);
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
      SANDBOX_TIMEOUT_SECONDS: '1',
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

    const [pid = 0] = childrenOf(process.pid);

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
    const before = childrenOf(process.pid);

    await inspect(await fixture('song.mp3'), 'audio/mpeg');

    expect(childrenOf(process.pid)).toEqual(before);
  });

  it('is replaced after its share of files', async () => {
    const { inspect } = await start('../../src/sandbox/child.ts', { SANDBOX_MAX_FILES: '1' });
    await inspect(await fixture('picture.png'), 'image/png');

    const result = await inspect(await fixture('picture.png'), 'image/png');

    expect(result.outcome).toBe('READY');
  });

  it('ends with a parent that is killed, even while it hangs', async () => {
    await start('misbehaving-sandbox.ts');
    const parent = spawn(
      process.execPath,
      [new URL('./support/parent-of-hanging-sandbox.ts', import.meta.url).pathname],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [line] = (await new Promise<Buffer>((resolve) => parent.stdout.once('data', resolve)))
      .toString()
      .split('\n');
    const sandbox = Number(line);
    expect(isAlive(sandbox)).toBe(true);

    parent.kill('SIGKILL');

    await until(() => !isAlive(sandbox));
  });
});

function childrenOf(pid: number): number[] {
  const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return listed === '' ? [] : listed.split(' ').map(Number);
}

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Waits until a child has worked for a while, that is, hangs. */
async function busyChild(): Promise<void> {
  await until(() =>
    childrenOf(process.pid).some((pid) => {
      const ticks = readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')[13];
      return Number(ticks) > 100;
    }),
  );
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}
