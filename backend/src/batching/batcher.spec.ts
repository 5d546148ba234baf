import { describe, expect, it } from '@jest/globals';
import { Batches } from './batcher.ts';

/** Doubles numbers, and keeps what went together. */
function doubling() {
  const calls: (readonly number[])[] = [];
  const run = async (numbers: readonly number[]) => {
    calls.push(numbers);
    await Promise.resolve();
    return numbers.map((number) => number * 2);
  };
  return { calls, run };
}

describe('Batches', () => {
  it('let what comes meanwhile wait, and give each its own result', async () => {
    const { calls, run } = doubling();
    const batches = new Batches(run);
    expect(await Promise.all([1, 2, 3].map((number) => batches.add(number)))).toEqual([2, 4, 6]);
    expect(calls).toEqual([[1], [2, 3]]);
  });

  it('take no more into one call than they should', async () => {
    const { calls, run } = doubling();
    const batches = new Batches(run, { max: 500 });
    await Promise.all(Array.from({ length: 502 }, (_, index) => batches.add(index)));
    expect(calls.map(({ length }) => length)).toEqual([1, 500, 1]);
  });

  it('keep those of one key apart and in order', async () => {
    const { calls, run } = doubling();
    const batches = new Batches(run, { keyOf: (number) => String(number % 10) });
    await Promise.all([1, 2, 12, 3, 22].map((number) => batches.add(number)));
    expect(calls).toEqual([[1], [2, 3], [12], [22]]);
  });

  it('fail those of the call that failed, and go on', async () => {
    let calls = 0;
    const batches = new Batches(async (names: readonly string[]) => {
      await Promise.resolve();
      calls += 1;
      if (calls === 2) throw new Error('The database is away');
      return names;
    });
    const all = await Promise.allSettled(['ada', 'bob', 'cy'].map((name) => batches.add(name)));
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await batches.add('dee')).toBe('dee');
  });

  it('let one fail where the call says so of one', async () => {
    const batches = new Batches(async (names: readonly string[]) => {
      await Promise.resolve();
      return names.map((name) => (name === 'bob' ? Promise.reject(new Error('Not bob')) : name));
    });
    const all = await Promise.allSettled(['ada', 'bob', 'cy'].map((name) => batches.add(name)));
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
