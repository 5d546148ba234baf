import { describe, expect, it } from '@jest/globals';
import { EmbeddedFormat } from './embedded-format.ts';
import { Counter, Gauge, Histogram } from './metric.ts';

const requests = () => new Counter('http_requests_total', 'Answers.');

describe('the embedded metric format', () => {
  it('emits what counters added since the last time, summed over routes', () => {
    const counter = requests();
    const format = new EmbeddedFormat('media-feed');
    counter.increment({ method: 'GET', route: '/a', status: 200 }, 3);
    format.describe(counter.render(), 1);
    counter.increment({ method: 'GET', route: '/a', status: 200 }, 2);
    counter.increment({ method: 'POST', route: '/b', status: 200 }, 4);

    expect(format.describe(counter.render(), 1234)).toEqual([
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

  it('emits gauges as they are, and the seconds of histograms with their 99th percentile', () => {
    const wait = new Histogram('wait_seconds', 'Wait.', [0.1, 1, 5]);
    for (let times = 0; times < 98; times++) wait.observe(0.05);
    for (let times = 0; times < 2; times++) wait.observe(0.5);
    const memory = new Gauge('memory_bytes', 'Memory.', () => 7);

    const [line, ...more] = new EmbeddedFormat('media-feed').describe(wait.render() + memory.render(), 1);

    expect(more).toEqual([]);
    expect(line).toMatchObject({ wait_seconds_count: 100, wait_seconds_p99: 1, memory_bytes: 7 });
    expect(line?.wait_seconds_sum).toBeCloseTo(5.9);
    expect(JSON.stringify(line)).toContain('{"Name":"wait_seconds_p99","Unit":"Seconds"}');
    expect(JSON.stringify(line)).not.toContain('_bucket');
  });

  it('emits only those that it was asked for, and what grew in between all the same', () => {
    const counter = requests();
    const memory = new Gauge('memory_bytes', 'Memory.', () => 7);
    const format = new EmbeddedFormat('media-feed', ['http_requests_total']);
    const text = () => counter.render() + memory.render();
    counter.increment({ status: 200 }, 3);
    format.describe(text(), 1);
    counter.increment({ status: 200 }, 2);
    const lines = format.describe(text(), 2);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ status: '200', http_requests_total: 2 });
    expect(JSON.stringify(lines)).not.toContain('memory_bytes');
  });
});
