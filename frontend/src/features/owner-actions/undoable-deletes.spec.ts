import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { UndoableDeletes, type UndoableDeletesOptions } from './undoable-deletes.ts';

function undoableDeletesWith(overrides: Partial<UndoableDeletesOptions> = {}) {
  const remembered = new Set<string>();
  const options = {
    undoMs: 10_000,
    send: jest.fn((mediaIds: readonly string[]) => Promise.resolve(mediaIds)),
    sendKeepalive: jest.fn(),
    journal: {
      add: (ids: readonly string[]) => {
        for (const id of ids) remembered.add(id);
      },
      remove: (ids: readonly string[]) => {
        for (const id of ids) remembered.delete(id);
      },
    },
    onSent: jest.fn(),
    onFailed: jest.fn(),
    ...overrides,
  };
  return { deletes: new UndoableDeletes(options), options, remembered };
}

describe('UndoableDeletes', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('hides at once and sends when the time is over', async () => {
    const { deletes, options, remembered } = undoableDeletesWith();
    deletes.delete(['a']);
    expect(deletes.hidden.get()).toEqual(new Set(['a']));
    expect([...remembered]).toEqual(['a']);
    await jest.advanceTimersByTimeAsync(9_999);
    expect(options.send).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(options.onSent).toHaveBeenCalledWith(['a']);
    expect(deletes.hidden.get()).toEqual(new Set(['a']));
    expect([...remembered]).toEqual([]);
  });

  it('sends nothing of what is undone', async () => {
    const { deletes, options, remembered } = undoableDeletesWith();
    const undo = deletes.delete(['a', 'b']);
    undo();
    await jest.runAllTimersAsync();
    deletes.flush();
    expect(options.send).not.toHaveBeenCalled();
    expect(options.sendKeepalive).not.toHaveBeenCalled();
    expect(deletes.hidden.get()).toEqual(new Set());
    expect([...remembered]).toEqual([]);
  });

  it('shows again what could not be deleted', async () => {
    const { deletes, options } = undoableDeletesWith({ send: () => Promise.reject(new Error('no')) });
    deletes.delete(['a']);
    await jest.runAllTimersAsync();
    expect(deletes.hidden.get()).toEqual(new Set());
    expect(options.onFailed).toHaveBeenCalledWith(['a'], expect.any(Error));
  });

  it('sends many at once, and shows again those that are not gone', async () => {
    const { deletes, options, remembered } = undoableDeletesWith({ send: () => Promise.resolve(['b']) });
    deletes.delete(['a', 'b', 'c']);
    expect(deletes.hidden.get()).toEqual(new Set(['a', 'b', 'c']));
    await jest.runAllTimersAsync();
    expect(options.onSent).toHaveBeenCalledWith(['b']);
    expect(options.onFailed).toHaveBeenCalledWith(['a', 'c']);
    expect(deletes.hidden.get()).toEqual(new Set(['b']));
    expect([...remembered]).toEqual([]);
  });

  it('cannot undo what was sent', async () => {
    const { deletes } = undoableDeletesWith();
    const undo = deletes.delete(['a']);
    await jest.runAllTimersAsync();
    undo();
    expect(deletes.hidden.get()).toEqual(new Set(['a']));
  });

  it('sends what waits when the page is closed, and remembers it in case that got lost', async () => {
    const { deletes, options, remembered } = undoableDeletesWith();
    deletes.delete(['a']);
    deletes.flush();
    await jest.runAllTimersAsync();
    expect(options.sendKeepalive).toHaveBeenCalledWith(['a']);
    expect(options.send).not.toHaveBeenCalled();
    expect([...remembered]).toEqual(['a']);
  });
});
