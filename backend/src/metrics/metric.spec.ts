import { describe, expect, it } from '@jest/globals';
import { Counter, Gauge, Histogram } from './metric.ts';

describe('metrics', () => {
  it('count by labels', () => {
    const counter = new Counter('jobs_total', 'Jobs.');
    counter.increment({ state: 'good' });
    counter.increment({ state: 'good' }, 2);
    counter.increment({ state: 'a "b"\\\n' });
    counter.increment();
    expect(counter.render()).toBe(
      '# HELP jobs_total Jobs.\n# TYPE jobs_total counter\n' +
        'jobs_total{state="good"} 3\njobs_total{state="a \\"b\\"\\\\\\n"} 1\njobs_total 1\n',
    );
  });

  it('cumulate what was observed, the bounds included', () => {
    const histogram = new Histogram('wait_seconds', 'Wait.', [0.1, 1]);
    for (const value of [0.1, 0.5, 1, 3]) histogram.observe(value, { route: '/a' });
    expect(histogram.render().split('\n').slice(2, -1)).toEqual([
      'wait_seconds_bucket{route="/a",le="0.1"} 1',
      'wait_seconds_bucket{route="/a",le="1"} 3',
      'wait_seconds_bucket{route="/a",le="+Inf"} 4',
      'wait_seconds_sum{route="/a"} 4.6',
      'wait_seconds_count{route="/a"} 4',
    ]);
  });

  it('read gauges when they are asked for', () => {
    let level = 1;
    const gauge = new Gauge('level', 'Level.', () => level);
    level = 2;
    expect(gauge.render()).toContain('\nlevel 2\n');
    const several = new Gauge('pool', 'Pool.', () => [[{ state: 'idle' }, 3]]);
    expect(several.render()).toContain('\npool{state="idle"} 3\n');
  });
});
