import { describe, expect, it } from '@jest/globals';
import type { Config } from '../config/config.ts';
import { Stopping } from './stopping.ts';

const undrained = { drainSeconds: 0 } as Config;

describe('a stop', () => {
  it('has begun before anything ends', async () => {
    const stopping = new Stopping(undrained);
    const begun: boolean[] = [];
    stopping.onDrained(() => {
      begun.push(stopping.hasBegun);
    });
    expect(stopping.hasBegun).toBe(false);

    stopping.onModuleDestroy();
    expect(begun).toEqual([]);
    await stopping.beforeApplicationShutdown();

    expect(begun).toEqual([true]);
  });

  it('lets all end at the same time', async () => {
    const stopping = new Stopping(undrained);
    const first = Promise.withResolvers<undefined>();
    stopping.onDrained(() => first.promise);
    stopping.onDrained(() => {
      first.resolve(undefined);
    });

    stopping.onModuleDestroy();
    await stopping.beforeApplicationShutdown();
  });

  it('waits for all, also where one fails at once', async () => {
    const stopping = new Stopping(undrained);
    const slow = Promise.withResolvers<undefined>();
    let isOver = false;
    stopping.onDrained(() => {
      throw new Error('cannot end');
    });
    stopping.onDrained(() => slow.promise);

    stopping.onModuleDestroy();
    const over = stopping.beforeApplicationShutdown().catch((error: unknown) => {
      isOver = true;
      return error;
    });
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setTimeout(resolve));
    expect(isOver).toBe(false);
    slow.resolve(undefined);

    expect(await over).toEqual(new Error('cannot end'));
  });
});
