import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorkerPool, type WorkerPoolOptions } from '../src/functions/worker-pool.ts';

/** So long that it is never reached: what is tested must not come after it on a slow machine. */
const longSeconds = 3600;

/** A function whose event names what it does. */
const handler = `
let calls = 0;
export const handler = async (event, context) => {
  calls += 1;
  switch (event.do) {
    case 'count': return { calls, pid: process.pid, name: context.functionName, secret: process.env.SECRET };
    case 'throw': throw new TypeError('as told');
    case 'exit': process.exit(7);
    case 'hang': await new Promise(() => setInterval(() => {}, 1000));
    case 'grow': { const kept = []; for (;;) { kept.push(Buffer.alloc(16 * 1024 * 1024, 1)); await new Promise((r) => setTimeout(r, 20)); } }
  }
};`;

describe('the worker pool, like Lambda’s execution environments', () => {
  let folder: string;
  let options: WorkerPoolOptions;
  let pool: WorkerPool;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'media-feed-functions-'));
    const handlerFile = join(folder, 'handler.mjs');
    await writeFile(handlerFile, handler);
    options = {
      handlerFile,
      functionName: 'media-processing',
      concurrency: 1,
      memoryMiB: 300,
      timeoutSeconds: longSeconds,
      environment: { SECRET: 'given' },
    };
    pool = new WorkerPool(options);
  });
  afterEach(async () => {
    await pool.close();
    await rm(folder, { recursive: true });
  });

  const invoke = (what: string) => pool.invoke('request-1', { do: what });

  it('keeps a worker warm, and gives it its environment and context', async () => {
    const first = await invoke('count');
    const second = await invoke('count');
    expect(first).toEqual({
      ok: true,
      value: expect.objectContaining({ calls: 1, name: 'media-processing', secret: 'given' }),
    });
    expect(second).toEqual({ ok: true, value: expect.objectContaining({ calls: 2 }) });
  });

  it('reports what the handler threw, and goes on with the same worker', async () => {
    expect(await invoke('throw')).toEqual({
      ok: false,
      error: { errorType: 'TypeError', errorMessage: 'as told' },
    });
    expect(await invoke('count')).toMatchObject({ ok: true, value: { calls: 2 } });
  });

  it.each([
    ['exit', longSeconds, 'Runtime.ExitError', /exit status 7/],
    ['hang', 1, 'Sandbox.Timedout', /timed out after 1\.00 seconds/],
    ['grow', longSeconds, 'Runtime.ExitError', /memory limit 300 MiB/],
  ])(
    'survives a handler that does %s; the next one gets a fresh worker',
    async (what, timeoutSeconds, errorType, message) => {
      options.timeoutSeconds = timeoutSeconds;
      expect(await invoke(what)).toEqual({
        ok: false,
        error: { errorType, errorMessage: expect.stringMatching(message) },
      });
      options.timeoutSeconds = longSeconds;
      expect(await invoke('count')).toMatchObject({ ok: true, value: { calls: 1 } });
    },
  );

  it('does not count into the time of an invocation what loading the function takes', async () => {
    await writeFile(
      options.handlerFile,
      'await new Promise((r) => setTimeout(r, 1500));\nexport const handler = (_event, context) => context.getRemainingTimeInMillis();',
    );
    options.timeoutSeconds = 1;
    expect(await invoke('anything')).toEqual({ ok: true, value: expect.any(Number) });
  });

  it('makes invocations wait past its concurrency', async () => {
    const outcomes = await Promise.all([invoke('count'), invoke('count'), invoke('count')]);
    const pids = outcomes.map((outcome) => (outcome.ok ? (outcome.value as { pid: number }).pid : 0));
    expect(new Set(pids).size).toBe(1);
  });

  it('lets uploaders take turns, so that whoever sends much holds up nobody else', async () => {
    const ids = ['0198c0de-0000-7000-8000-000000000001', '0198c0de-0000-7000-8000-000000000002'];
    const order: string[] = [];
    const upload = async (who: number, name: string) => {
      const key = `uploads/${ids[who] ?? ''}/0198c0de-0000-7000-8000-000000000003`;
      await pool.invoke(name, { do: 'count', Records: [{ s3: { object: { key } } }] });
      order.push(name);
    };

    await Promise.all([...['f1', 'f2', 'f3', 'f4'].map((name) => upload(0, name)), upload(1, 'ada')]);

    // The first had a free worker; of those who waited, each in turn.
    expect(order).toEqual(['f1', 'f2', 'ada', 'f3', 'f4']);
  });
});
