import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HeldDeletes, type HeldDeletesOptions } from './undoable-deletes.ts';

function heldDeletesWith(overrides: Partial<HeldDeletesOptions> = {}) {
  const remembered = new Set<string>();
  const options = {
    holdMs: 10_000,
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
  return { deletes: new HeldDeletes(options), options, remembered };
}

describe('HeldDeletes', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('hides at once and sends when the time is over', async () => {
    const { deletes, options, remembered } = heldDeletesWith();
    deletes.hold('a');
    expect(deletes.hidden.get()).toEqual(new Set(['a']));
    expect([...remembered]).toEqual(['a']);
    await jest.advanceTimersByTimeAsync(9_999);
    expect(options.send).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(options.onSent).toHaveBeenCalledWith('a');
    expect(deletes.hidden.get()).toEqual(new Set(['a']));
    expect([...remembered]).toEqual([]);
  });

  it('sends nothing of what is taken back', async () => {
    const { deletes, options, remembered } = heldDeletesWith();
    deletes.hold('a');
    deletes.undo('a');
    await jest.runAllTimersAsync();
    deletes.flush();
    expect(options.send).not.toHaveBeenCalled();
    expect(options.sendKeepalive).not.toHaveBeenCalled();
    expect(deletes.hidden.get()).toEqual(new Set());
    expect([...remembered]).toEqual([]);
  });

  it('shows again what could not be deleted', async () => {
    const { deletes, options } = heldDeletesWith({ send: () => Promise.reject(new Error('no')) });
    deletes.hold('a');
    await jest.runAllTimersAsync();
    expect(deletes.hidden.get()).toEqual(new Set());
    expect(options.onFailed).toHaveBeenCalledWith('a', expect.any(Error));
  });

  it('sends what it holds when the page is closed, and keeps it in mind in case that got lost', async () => {
    const { deletes, options, remembered } = heldDeletesWith();
    deletes.hold('a');
    deletes.flush();
    await jest.runAllTimersAsync();
    expect(options.sendKeepalive).toHaveBeenCalledWith('a');
    expect(options.send).not.toHaveBeenCalled();
    expect([...remembered]).toEqual(['a']);
  });
});
