import { describe, expect, it } from '@jest/globals';
import { decideOnPending, type PendingUpload } from './pending-decision.ts';

const now = new Date('2026-11-25T12:00:00Z');
const at = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const pending = (overrides: Partial<PendingUpload> = {}): PendingUpload => ({
  createdAt: at(-600),
  deadlineAt: at(3600),
  nextLookAt: at(-1),
  arrivedAt: null,
  invocations: 0,
  ...overrides,
});
const stored = (lastModified: Date, size = 0) => ({ size, etag: '"abc"', lastModified });
const decide = (upload: PendingUpload, object?: ReturnType<typeof stored>) =>
  decideOnPending(upload, object, { now, overdueAfterMs: 120_000 });

describe('an upload that has not arrived', () => {
  it('expires at its deadline, and is looked for ever more rarely until then', () => {
    expect(decide(pending({ deadlineAt: now }))).toEqual({ kind: 'expire' });
    expect(decide(pending({ createdAt: at(-40) }))).toEqual({ kind: 'wait', until: at(10) });
    expect(decide(pending({ createdAt: at(-86_400) }))).toEqual({ kind: 'wait', until: at(300) });
    expect(decide(pending({ deadlineAt: at(7) }))).toEqual({ kind: 'wait', until: at(7) });
  });
});

describe('an upload that has arrived', () => {
  it('is inspected again once its inspection result is overdue, large ones later', () => {
    expect(decide(pending(), stored(at(-119)))).toEqual({ kind: 'wait', until: at(1) });
    expect(decide(pending(), stored(at(-121)))).toEqual({ kind: 'invoke', until: at(120) });
    const film = stored(at(-121), 1024 ** 3);
    expect(decide(pending(), film).kind).toBe('wait');
  });

  it('never expires', () => {
    expect(decide(pending({ deadlineAt: at(-1) }), stored(at(-121))).kind).toBe('invoke');
    expect(decide(pending({ deadlineAt: at(-1) }), stored(at(-1))).kind).toBe('wait');
  });

  it('waits twice as long after each time, up to a limit, and no time is cut short', () => {
    const again = (invocations: number) => decide(pending({ invocations }), stored(at(-9000), 0));
    expect(again(1)).toEqual({ kind: 'invoke', until: at(240) });
    expect(again(2)).toEqual({ kind: 'invoke', until: at(480) });
    expect(again(30)).toEqual({ kind: 'invoke', until: at(4 * 120) });
    const early = pending({ invocations: 3, nextLookAt: at(500), deadlineAt: at(-1) });
    expect(decide(early, stored(at(-9000), 0))).toEqual({ kind: 'wait', until: at(500) });
  });

  it('counts from when it was noted first, whatever the clock of storage says', () => {
    expect(decide(pending(), stored(at(600)))).toEqual({ kind: 'wait', until: at(120) });
    expect(decide(pending({ arrivedAt: at(-121) }), stored(at(600))).kind).toBe('invoke');
  });
});
