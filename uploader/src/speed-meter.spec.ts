import { describe, expect, it } from '@jest/globals';
import { backoffMs } from './backoff.ts';
import { SpeedMeter } from './speed-meter.ts';

describe('SpeedMeter', () => {
  it('has no value until there is something to go by', () => {
    const meter = new SpeedMeter();
    meter.add(0, 0);
    meter.add(400, 1000);
    expect(meter.bytesPerSecond()).toBeNull();
  });

  it('measures the last seconds only', () => {
    const meter = new SpeedMeter(2000);
    for (let second = 0; second <= 10; second += 1) meter.add(second * 1000, second * 100);
    for (let second = 11; second <= 20; second += 1) meter.add(second * 1000, 1000 + (second - 10) * 500);
    expect(meter.bytesPerSecond()).toBe(500);
  });

  it('starts over when an attempt does', () => {
    const meter = new SpeedMeter();
    meter.add(0, 0);
    meter.add(1000, 5000);
    meter.add(1100, 0);
    expect(meter.bytesPerSecond()).toBeNull();
  });
});

describe('backoffMs', () => {
  it('grows to a ceiling and never comes at once', () => {
    expect(backoffMs(0, () => 0)).toBe(125);
    expect(backoffMs(0, () => 1)).toBe(500);
    expect(backoffMs(3, () => 1)).toBe(4000);
    expect(backoffMs(30, () => 1)).toBe(20_000);
  });
});
