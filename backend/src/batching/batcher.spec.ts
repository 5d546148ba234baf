import { describe, expect, it } from '@jest/globals';
import { Batcher } from './batcher.ts';

/** Calls that end when they are told to, and give each number back twice as large. */
function gatedDoubling() {
  const calls: (readonly number[])[] = [];
  const gates: (() => void)[] = [];
  const run = async (numbers: readonly number[]) => {
    calls.push(numbers);
    await new Promise<void>((resolve) => gates.push(resolve));
    return numbers.map((number) => number * 2);
  };
  const endNext = async () => {
    while (gates.length === 0) await Promise.resolve();
    gates.shift()?.();
  };
  return { calls, run, endNext };
}

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

/** Rejects every call that holds the bad name, and gives names back. */
function rejecting(errorFor: (names: readonly string[]) => Error | undefined) {
  const calls: (readonly string[])[] = [];
  const run = async (names: readonly string[]) => {
    calls.push(names);
    await Promise.resolve();
    const error = errorFor(names);
    if (error) throw error;
    return names;
  };
  return { calls, run };
}

const statusesOf = async (all: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(all)).map(({ status }) => status);

const refused = new Error('violates foreign key constraint');
const outage = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

describe('a batcher', () => {
  it('takes what is added in one turn in one call, and gives each its own result', async () => {
    const { calls, run } = doubling();
    const batcher = new Batcher(run);
    expect(await Promise.all([1, 2, 3].map((number) => batcher.add(number)))).toEqual([2, 4, 6]);
    expect(calls).toEqual([[1, 2, 3]]);
  });

  it('lets what comes meanwhile wait, and go together', async () => {
    const { calls, run, endNext } = gatedDoubling();
    const batcher = new Batcher(run);
    const first = batcher.add(1);
    await Promise.resolve();
    const rest = [batcher.add(2), batcher.add(3)];
    expect(calls).toEqual([[1]]);
    await endNext();
    await endNext();
    expect(await Promise.all([first, ...rest])).toEqual([2, 4, 6]);
    expect(calls).toEqual([[1], [2, 3]]);
  });

  it('takes no more into one call than it should', async () => {
    const { calls, run } = doubling();
    const batcher = new Batcher(run, { max: 500 });
    await Promise.all(Array.from({ length: 502 }, (_, index) => batcher.add(index)));
    expect(calls.map(({ length }) => length)).toEqual([500, 2]);
  });

  it('keeps those of one key apart and in order', async () => {
    const { calls, run } = doubling();
    const batcher = new Batcher(run, { keyOf: (number) => String(number % 10) });
    await Promise.all([1, 2, 12, 3, 22].map((number) => batcher.add(number)));
    expect(calls).toEqual([[1, 2, 3], [12], [22]]);
  });

  it('begins anew after it was idle', async () => {
    const { calls, run } = doubling();
    const batcher = new Batcher(run);
    expect(await batcher.add(1)).toBe(2);
    expect(await batcher.add(2)).toBe(4);
    expect(calls).toEqual([[1], [2]]);
  });
});

describe('a batch that is rejected', () => {
  it('is tried item by item, so that the bad one fails alone', async () => {
    const { calls, run } = rejecting((names) => (names.includes('bob') ? refused : undefined));
    const batcher = new Batcher(run);
    const all = ['ada', 'bob', 'cy'].map((name) => batcher.add(name));
    expect(await statusesOf(all)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await expect(all[1]).rejects.toBe(refused);
    expect(calls).toEqual([['ada', 'bob', 'cy'], ['ada'], ['bob'], ['cy']]);
  });

  it('is reported once', async () => {
    const { run } = rejecting((names) => (names.includes('bob') ? refused : undefined));
    const reports: unknown[] = [];
    const batcher = new Batcher(run, { onRejected: (error, size) => reports.push([error, size]) });
    await statusesOf(['ada', 'bob'].map((name) => batcher.add(name)));
    expect(reports).toEqual([[refused, 2]]);
  });

  it('of one item is not tried again', async () => {
    const { calls, run } = rejecting(() => refused);
    await expect(new Batcher(run).add('ada')).rejects.toBe(refused);
    expect(calls).toEqual([['ada']]);
  });

  it('by an outage fails as a whole, and is not tried item by item', async () => {
    const { calls, run } = rejecting(() => outage);
    const batcher = new Batcher(run);
    const all = ['ada', 'bob'].map((name) => batcher.add(name));
    expect(await statusesOf(all)).toEqual(['rejected', 'rejected']);
    expect(calls).toEqual([['ada', 'bob']]);
  });

  it('and meets an outage item by item goes no further', async () => {
    const { calls, run } = rejecting((names) => {
      if (names.length > 1) return refused;
      return names[0] === 'bob' ? outage : undefined;
    });
    const batcher = new Batcher(run);
    const all = ['ada', 'bob', 'cy'].map((name) => batcher.add(name));
    expect(await statusesOf(all)).toEqual(['fulfilled', 'rejected', 'rejected']);
    await expect(all[2]).rejects.toBe(outage);
    expect(calls).toEqual([['ada', 'bob', 'cy'], ['ada'], ['bob']]);
  });

  it('holds up nobody who comes after', async () => {
    const { run } = rejecting((names) => (names.includes('bob') ? refused : undefined));
    const batcher = new Batcher(run);
    await statusesOf(['ada', 'bob'].map((name) => batcher.add(name)));
    expect(await batcher.add('dee')).toBe('dee');
  });

  it('is not tried again where it was done and only its results do not fit', async () => {
    const calls: (readonly string[])[] = [];
    const batcher = new Batcher(async (names: readonly string[]) => {
      calls.push(names);
      return Promise.resolve(names.slice(1));
    });
    const all = ['ada', 'bob'].map((name) => batcher.add(name));
    expect(await statusesOf(all)).toEqual(['rejected', 'rejected']);
    expect(calls).toEqual([['ada', 'bob']]);
  });
});
