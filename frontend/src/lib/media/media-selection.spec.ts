import { describe, expect, it } from '@jest/globals';
import { itemWith, mediaIdOf } from '@media-feed/uploader/fakes';
import type { MediaItem } from '@media-feed/contract';
import { createMediaSelection } from './media-selection.ts';

const list = [1, 2, 3, 4, 5].map((number) => itemWith({ id: mediaIdOf(number) }));
const at = (number: number): MediaItem => list[number - 1] ?? itemWith();

function selecting() {
  const selection = createMediaSelection();
  const numbers = () => [...selection.items.get().values()].map((item) => list.indexOf(item) + 1);
  return { selection, numbers };
}

describe('a selection', () => {
  it('takes items and lets them go again', () => {
    const { selection, numbers } = selecting();
    selection.toggle(at(2));
    selection.toggle(at(4));
    expect(numbers()).toEqual([2, 4]);
    selection.toggle(at(2));
    expect(numbers()).toEqual([4]);
    selection.clear();
    expect(numbers()).toEqual([]);
  });

  it('reaches from the last one to another, in either direction', () => {
    const { selection, numbers } = selecting();
    selection.toggle(at(2));
    selection.extendTo(at(4), list);
    expect(numbers()).toEqual([2, 3, 4]);
    selection.toggle(at(4));
    selection.extendTo(at(1), list);
    expect(new Set(numbers())).toEqual(new Set([1, 2, 3, 4]));
  });

  it('has nothing to reach from in the beginning, nor in another list', () => {
    const { selection, numbers } = selecting();
    selection.extendTo(at(3), list);
    expect(numbers()).toEqual([3]);
    selection.clear();
    selection.toggle(at(1));
    selection.extendTo(at(5), list.slice(2));
    expect(numbers()).toEqual([1, 5]);
  });
});
