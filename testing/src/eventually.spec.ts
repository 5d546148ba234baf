import { describe, expect, it } from '@jest/globals';
import { eventually, isPresent } from './eventually.ts';

describe('eventually', () => {
  const after = <Value>(reads: number, value: Value) => {
    let count = 0;
    return () => (++count > reads ? value : undefined);
  };

  it('reads until the value is true, and gives it', async () => {
    expect(await eventually(after(3, 'there'))).toBe('there');
  });

  it('reads until the value is as wanted, promises too', async () => {
    let count = 0;
    const read = () => Promise.resolve(count++);
    expect(await eventually(read, (value) => value >= 4)).toBe(4);
    expect(count).toBe(5);
  });

  it('takes 0 and false for values where only their absence is waited for', async () => {
    expect(await eventually(after(2, 0), isPresent)).toBe(0);
    expect(await eventually(after(2, false), isPresent)).toBe(false);
  });

  it('tells what it waited for and what it last saw when it has waited long enough', async () => {
    const waiting = eventually(
      () => ({ count: 1 }),
      ({ count }) => count > 1,
      { what: 'a second one', timeoutMs: 30, pauseMs: 1 },
    );
    await expect(waiting).rejects.toThrow('Waited 30 ms in vain for a second one; it is {"count":1}');
  });

  it('reads at least twice, however late the first answer comes', async () => {
    let reads = 0;
    const slow = async () => {
      reads += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
      return reads === 2;
    };
    expect(await eventually(slow, Boolean, { timeoutMs: 1, pauseMs: 1 })).toBe(true);
  });

  it('ends with what the reading throws', async () => {
    await expect(eventually(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  });
});
