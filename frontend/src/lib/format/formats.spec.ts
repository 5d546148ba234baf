import { describe, expect, it } from '@jest/globals';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatRelativeTime,
  formatTimeLeft,
  speakDuration,
} from './format.ts';

describe('formats', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 KB'],
    [999_999, '1 MB'],
    [1_840_000, '1.8 MB'],
    [24_400_000, '24 MB'],
    [1_800_000_000, '1.8 GB'],
  ])('%d bytes as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1k'],
    [1234, '1.2k'],
    [9949, '9.9k'],
    [9950, '10k'],
    [12_400, '12k'],
    [999_499, '999k'],
    [999_500, '1M'],
    [1_250_000, '1.3M'],
  ])('a count of %d as %s', (count, text) => {
    expect(formatCount(count)).toBe(text);
  });

  it.each([
    [0.4, '0:00'],
    [42, '0:42'],
    [59.6, '1:00'],
    [184, '3:04'],
    [3729, '1:02:09'],
  ])('%d seconds as %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it('speaks a length', () => {
    expect(speakDuration(3661)).toBe('1 hour 1 minute 1 second');
    expect(speakDuration(184)).toBe('3 minutes 4 seconds');
    expect(speakDuration(0.2)).toBe('0 seconds');
  });

  it.each([
    [0.2, '1 s'],
    [27.4, '28 s'],
    [61, '2 min'],
    [3600, '1 h'],
    [4800, '1 h 20 min'],
  ])('%d seconds left as %s', (seconds, text) => {
    expect(formatTimeLeft(seconds)).toBe(text);
  });

  const now = Date.parse('2026-11-24T12:00:00.000Z');
  it.each([
    ['2026-11-24T12:00:03.000Z', 'now'],
    ['2026-11-24T11:59:01.000Z', 'now'],
    ['2026-11-24T11:58:59.000Z', '1 min'],
    ['2026-11-24T09:00:00.000Z', '3 h'],
    ['2026-11-18T12:00:00.000Z', '6 d'],
    ['2026-11-02T12:00:00.000Z', '2 Nov'],
    ['2025-11-02T12:00:00.000Z', '2 Nov 2025'],
  ])('%s as %s', (iso, text) => {
    expect(formatRelativeTime(iso, now, 'en-GB')).toBe(text);
  });
});
