import { describe, expect, it } from '@jest/globals';
import { Counter, Histogram, Registry } from 'prom-client';
import { EmbeddedFormat } from './embedded-format.ts';
import { observedGauge } from './observed-gauge.ts';

function newRegistry() {
  const registry = new Registry();
  const registers = [registry];
  return {
    text: () => registry.metrics(),
    counter: () =>
      new Counter({
        name: 'http_requests_total',
        help: 'Answers.',
        labelNames: ['method', 'route', 'status'],
        registers,
      }),
    histogram: () => new Histogram({ name: 'wait_seconds', help: 'Wait.', buckets: [0.1, 1, 5], registers }),
    gauge: (read: () => number | undefined) =>
      registry.registerMetric(observedGauge('memory_bytes', 'Memory.', read)),
  };
}

describe('the embedded metric format', () => {
  it('emits what counters added since the last time, summed over routes', async () => {
    const { text, ...metrics } = newRegistry();
    const counter = metrics.counter();
    const format = new EmbeddedFormat('media-feed');
    counter.inc({ method: 'GET', route: '/a', status: 200 }, 3);
    format.describe(await text(), 1);
    counter.inc({ method: 'GET', route: '/a', status: 200 }, 2);
    counter.inc({ method: 'POST', route: '/b', status: 200 }, 4);

    expect(format.describe(await text(), 1234)).toEqual([
      {
        status: '200',
        http_requests_total: 6,
        _aws: {
          Timestamp: 1234,
          CloudWatchMetrics: [
            {
              Namespace: 'media-feed',
              Dimensions: [['status']],
              Metrics: [{ Name: 'http_requests_total', Unit: 'Count' }],
            },
          ],
        },
      },
    ]);
  });

  it('emits gauges as they are, and the seconds of histograms with their 99th percentile', async () => {
    const { text, ...metrics } = newRegistry();
    const wait = metrics.histogram();
    for (let times = 0; times < 98; times++) wait.observe(0.05);
    for (let times = 0; times < 2; times++) wait.observe(0.5);
    metrics.gauge(() => 7);

    const [line, ...more] = new EmbeddedFormat('media-feed').describe(await text(), 1);

    expect(more).toEqual([]);
    expect(line).toMatchObject({ wait_seconds_count: 100, wait_seconds_p99: 1, memory_bytes: 7 });
    expect(line?.wait_seconds_sum).toBeCloseTo(5.9);
    expect(JSON.stringify(line)).toContain('{"Name":"wait_seconds_p99","Unit":"Seconds"}');
    expect(JSON.stringify(line)).not.toContain('_bucket');
  });

  it('emits only those that it was asked for, and what grew in between all the same', async () => {
    const { text, ...metrics } = newRegistry();
    const counter = metrics.counter();
    metrics.gauge(() => 7);
    const format = new EmbeddedFormat('media-feed', ['http_requests_total']);
    counter.inc({ status: 200 }, 3);
    format.describe(await text(), 1);
    counter.inc({ status: 200 }, 2);
    const lines = format.describe(await text(), 2);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ status: '200', http_requests_total: 2 });
    expect(JSON.stringify(lines)).not.toContain('memory_bytes');
  });

  it('emits no gauge whose value nobody knows', async () => {
    const { text, ...metrics } = newRegistry();
    let level: number | undefined;
    metrics.gauge(() => level);
    const format = new EmbeddedFormat('media-feed');
    expect(format.describe(await text(), 1)).toEqual([]);
    level = 3;
    expect(format.describe(await text(), 2)).toMatchObject([{ memory_bytes: 3 }]);
    level = undefined;
    expect(format.describe(await text(), 3)).toEqual([]);
  });
});
