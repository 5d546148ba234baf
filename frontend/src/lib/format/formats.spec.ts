import { describe, expect, it } from '@jest/globals';
import { units as german } from '../text/de.ts';
import { units as english } from '../text/en.ts';
import { createFormats, formatDuration } from './formats.ts';

const formats = createFormats('en-GB', english);
const deFormats = createFormats('de', german);

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
    expect(formats.bytes(bytes)).toBe(text);
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
    expect(formats.count(count)).toBe(text);
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

  it.each([
    [0.2, '1 s'],
    [27.4, '28 s'],
    [61, '2 min'],
    [3600, '1 h'],
    [4800, '1 h 20 min'],
  ])('%d seconds left as %s', (seconds, text) => {
    expect(formats.timeLeft(seconds)).toBe(text);
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
    expect(formats.relativeTime(iso, now)).toBe(text);
  });

  it.each([
    [deFormats.bytes(1_840_000), '1,8 MB'],
    [deFormats.count(1234), '1234'],
    [deFormats.count(1_250_000), '1,3\u00A0Mio.'],
    [deFormats.number(12_345), '12.345'],
    [deFormats.timeLeft(4800), '1 Std. 20 Min.'],
    [deFormats.relativeTime('2026-11-23T11:00:00.000Z', now), '1 Tag'],
    [deFormats.relativeTime('2026-11-18T12:00:00.000Z', now), '6 Tage'],
    [deFormats.relativeTime('2026-11-02T12:00:00.000Z', now), '2. Nov.'],
    [deFormats.month('2026-11-02T12:00:00.000Z'), 'November 2026'],
  ])('in German: %s', (written, expected) => {
    expect(written).toBe(expected);
  });

  it('tells steps of one minute apart', () => {
    const [first, second] = ['2026-11-24T12:00:01.000Z', '2026-11-24T12:00:03.000Z'].map(formats.exactTime);
    expect(first).not.toBe(second);
  });

  it('knows the plurals of its language', () => {
    expect(formats.plural(1, { one: '# like', other: '# likes' })).toBe('1 like');
    expect(formats.plural(1234, { one: '# like', other: '# likes' })).toBe('1,234 likes');
    expect(formats.plural(0, { one: '# like', other: '# likes' })).toBe('0 likes');
  });
});
