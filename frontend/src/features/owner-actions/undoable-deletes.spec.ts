import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { UndoableDeletes, type UndoableDeletesOptions } from './undoable-deletes.ts';

function undoableDeletesWith(overrides: Partial<UndoableDeletesOptions> = {}) {
  const remembered = new Set<string>();
  const options = {
    undoMs: 10_000,
    send: jest.fn((_mediaId: string): Promise<unknown> => Promise.resolve()),
    sendKeepalive: jest.fn(),
    journal: {
      add: (id: string) => void remembered.add(id),
      remove: (id: string) => void remembered.delete(id),
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
    deletes.delete('a');
    expect(deletes.hidden.get()).toEqual(new Set(['a']));
    expect([...remembered]).toEqual(['a']);
    await jest.advanceTimersByTimeAsync(9_999);
    expect(options.send).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(options.onSent).toHaveBeenCalledWith('a');
    expect(deletes.hidden.get()).toEqual(new Set(['a']));
    expect([...remembered]).toEqual([]);
  });

  it('sends nothing of what is undone', async () => {
    const { deletes, options, remembered } = undoableDeletesWith();
    deletes.delete('a');
    deletes.undo('a');
    await jest.runAllTimersAsync();
    deletes.flush();
    expect(options.send).not.toHaveBeenCalled();
    expect(options.sendKeepalive).not.toHaveBeenCalled();
    expect(deletes.hidden.get()).toEqual(new Set());
    expect([...remembered]).toEqual([]);
  });

  it('shows again what could not be deleted', async () => {
    const { deletes, options } = undoableDeletesWith({ send: () => Promise.reject(new Error('no')) });
    deletes.delete('a');
    await jest.runAllTimersAsync();
    expect(deletes.hidden.get()).toEqual(new Set());
    expect(options.onFailed).toHaveBeenCalledWith('a', expect.any(Error));
  });

  it('sends what waits when the page is closed, and remembers it in case that got lost', async () => {
    const { deletes, options, remembered } = undoableDeletesWith();
    deletes.delete('a');
    deletes.flush();
    await jest.runAllTimersAsync();
    expect(options.sendKeepalive).toHaveBeenCalledWith('a');
    expect(options.send).not.toHaveBeenCalled();
    expect([...remembered]).toEqual(['a']);
  });
});
