import { describe, expect, it } from '@jest/globals';
import { BatchLanes } from './partitioned-batcher.ts';

interface Wish {
  readonly place: string;
  readonly name: string;
}

/** Calls that end when they are told to, and give each item's name back. */
function gatedCalls() {
  const calls: (readonly Wish[])[] = [];
  const gates: (() => void)[] = [];
  const run = async (wishes: readonly Wish[]): Promise<string[]> => {
    calls.push(wishes);
    await new Promise<void>((resolve) => gates.push(resolve));
    return wishes.map(({ name }) => name);
  };
  const endNext = async () => {
    while (gates.length === 0) await Promise.resolve();
    gates.shift()?.();
  };
  const namesOf = () => calls.map((wishes) => wishes.map(({ name }) => name));
  return { run, endNext, namesOf };
}

/** Ids whose lanes are others where there are two. */
const sea = '0198c0de-0000-7000-8000-000000000000';
const sky = '0198c0de-0000-7000-8000-000000000001';
const by = ({ place }: Wish) => place;
const at = (place: string, ...names: string[]): Wish[] => names.map((name) => ({ place, name }));

describe('BatchLanes', () => {
  it('let what arrives meanwhile wait, and go together', async () => {
    const { run, endNext, namesOf } = gatedCalls();
    const lanes = new BatchLanes(run, { by });
    const all = at(sea, 'ada', 'bob', 'cy', 'dee').map((wish) => lanes.add(wish));
    await endNext();
    await endNext();
    expect(await Promise.all(all)).toEqual(['ada', 'bob', 'cy', 'dee']);
    expect(namesOf()).toEqual([['ada'], ['bob', 'cy', 'dee']]);
  });

  it('go side by side', async () => {
    const { run, endNext, namesOf } = gatedCalls();
    const lanes = new BatchLanes(run, { by, lanes: 2 });
    const both = [...at(sea, 'ada'), ...at(sky, 'bob')].map((wish) => lanes.add(wish));
    expect(namesOf()).toEqual([['ada'], ['bob']]);
    await endNext();
    await endNext();
    await Promise.all(both);
  });

  it('take several places together where they share one', async () => {
    const { run, endNext, namesOf } = gatedCalls();
    const lanes = new BatchLanes(run, { by, lanes: 1 });
    const all = [...at(sea, 'ada', 'bob'), ...at(sky, 'cy')].map((wish) => lanes.add(wish));
    await endNext();
    await endNext();
    await Promise.all(all);
    expect(namesOf()).toEqual([['ada'], ['bob', 'cy']]);
  });

  it('keep those of one key apart and in order', async () => {
    const { run, endNext, namesOf } = gatedCalls();
    const lanes = new BatchLanes(run, { by, keyOf: ({ name }) => name });
    const all = at(sea, 'ada', 'ada', 'bob', 'ada').map((wish) => lanes.add(wish));
    for (let call = 0; call < 3; call++) await endNext();
    await Promise.all(all);
    expect(namesOf()).toEqual([['ada'], ['ada', 'bob'], ['ada']]);
  });

  it('refuse what has no place', async () => {
    const lanes = new BatchLanes(gatedCalls().run, { by });
    await expect(lanes.add({ place: 'nowhere', name: 'ada' })).rejects.toThrow('nowhere is no UUID');
  });
});
