import { describe, expect, it } from '@jest/globals';
import { excused, quarantine, type QuarantinedTest } from '../quarantine.ts';

const entry: QuarantinedTest = {
  test: 'uploads › survive a restart',
  reason: 'The queue loses its lock when PostgreSQL restarts.',
  since: '2026-11-30',
  until: '2026-12-15',
};

describe('the quarantine', () => {
  it('excuses what it names, and nothing else', () => {
    expect(excused([entry.test, 'likes › count'], '2026-12-01', [entry])).toEqual([entry.test]);
  });

  it('excuses nobody from its last day on', () => {
    expect(excused([entry.test], '2026-12-15', [entry])).toEqual([]);
  });

  it('holds nobody for longer than a month', () => {
    const days = ({ since, until }: QuarantinedTest) => (Date.parse(until) - Date.parse(since)) / 86_400_000;
    expect(quarantine.filter((each) => !(days(each) > 0 && days(each) <= 31))).toEqual([]);
  });
});
