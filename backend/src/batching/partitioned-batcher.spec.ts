import { describe, expect, it } from '@jest/globals';
import { PartitionedBatcher } from './partitioned-batcher.ts';

interface Entry {
  readonly place: string;
  readonly name: string;
}

/** Calls that end when they are told to, and give each item's name back. */
function gatedCalls() {
  const calls: (readonly Entry[])[] = [];
  const gates: (() => void)[] = [];
  const run = async (entries: readonly Entry[]): Promise<string[]> => {
    calls.push(entries);
    await new Promise<void>((resolve) => gates.push(resolve));
    return entries.map(({ name }) => name);
  };
  const endNext = async () => {
    while (gates.length === 0) await Promise.resolve();
    gates.shift()?.();
  };
  const namesOf = () => calls.map((entries) => entries.map(({ name }) => name));
  return { run, endNext, namesOf };
}

/** Ids of different partitions where there are two. */
const sea = '0198c0de-0000-7000-8000-000000000000';
const sky = '0198c0de-0000-7000-8000-000000000001';
const partitionBy = ({ place }: Entry) => place;
const at = (place: string, ...names: string[]): Entry[] => names.map((name) => ({ place, name }));

describe('a partitioned batcher', () => {
  it('never has items of one id in two calls at once', async () => {
    const { run, endNext, namesOf } = gatedCalls();
    const batcher = new PartitionedBatcher(run, { partitionBy });
    const first = at(sea, 'ada').map((entry) => batcher.add(entry));
    await Promise.resolve();
    const rest = at(sea, 'bob', 'cy', 'dee').map((entry) => batcher.add(entry));
    await Promise.resolve();
    expect(namesOf()).toEqual([['ada']]);
    await endNext();
    await endNext();
    expect(await Promise.all([...first, ...rest])).toEqual(['ada', 'bob', 'cy', 'dee']);
    expect(namesOf()).toEqual([['ada'], ['bob', 'cy', 'dee']]);
  });

  it('has calls of different ids in flight at once', async () => {
    const { run, endNext, namesOf } = gatedCalls();
    const batcher = new PartitionedBatcher(run, { partitionBy, partitions: 2 });
    const both = [...at(sea, 'ada'), ...at(sky, 'bob')].map((entry) => batcher.add(entry));
    await Promise.resolve();
    expect(namesOf()).toEqual([['ada'], ['bob']]);
    await endNext();
    await endNext();
    await Promise.all(both);
  });

  it('takes several ids together where they share a partition', async () => {
    const { run, endNext, namesOf } = gatedCalls();
    const batcher = new PartitionedBatcher(run, { partitionBy, partitions: 1 });
    const all = [...at(sea, 'ada', 'bob'), ...at(sky, 'cy')].map((entry) => batcher.add(entry));
    await endNext();
    await Promise.all(all);
    expect(namesOf()).toEqual([['ada', 'bob', 'cy']]);
  });

  it('keeps those of one key apart and in order', async () => {
    const { run, endNext, namesOf } = gatedCalls();
    const batcher = new PartitionedBatcher(run, { partitionBy, keyOf: ({ name }) => name });
    const all = at(sea, 'ada', 'ada', 'bob', 'ada').map((entry) => batcher.add(entry));
    for (let call = 0; call < 3; call++) await endNext();
    await Promise.all(all);
    expect(namesOf()).toEqual([['ada', 'bob'], ['ada'], ['ada']]);
  });

  it('refuses an item whose key is no UUID', async () => {
    const batcher = new PartitionedBatcher(gatedCalls().run, { partitionBy });
    await expect(batcher.add({ place: 'nowhere', name: 'ada' })).rejects.toThrow('nowhere is no UUID');
  });
});
