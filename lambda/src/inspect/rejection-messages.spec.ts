import { describe, expect, it } from '@jest/globals';
import { byteWords, durationWords, rejectionMessages } from './rejection-messages.ts';

describe('rejection messages', () => {
  it.each([
    [0, '0 bytes'],
    [1023, '1023 bytes'],
    [1536, '1.5 KB'],
    [50 * 1024 * 1024, '50 MB'],
    [5 * 1024 ** 3, '5 GB'],
  ])('say %i bytes', (bytes, text) => {
    expect(byteWords(bytes)).toBe(text);
  });

  it.each([
    [0.4, '0 s'],
    [59, '59 s'],
    [60, '1 min'],
    [3661, '1 h 1 min 1 s'],
    [4 * 3600, '4 h'],
  ])('say %d seconds', (seconds, text) => {
    expect(durationWords(seconds)).toBe(text);
  });

  it('name what was found and the limit', () => {
    expect(rejectionMessages.tooLarge(60 * 1024 * 1024, 50 * 1024 * 1024, 'IMAGE')).toBe(
      'This file is 60 MB; the limit for pictures is 50 MB.',
    );
    expect(rejectionMessages.tooManyPixels(40_000, 40_000, 1e8, 'IMAGE')).toBe(
      'This picture is 40,000 × 40,000; the limit is 100 megapixels.',
    );
    expect(rejectionMessages.tooLong(5 * 3600, 4 * 3600, 'VIDEO')).toBe(
      'This video lasts 5 h; the limit is 4 h.',
    );
    expect(rejectionMessages.mismatch('JPEG', 'MP4, a video')).toBe(
      'This says it is JPEG, but it is MP4, a video. Rename it and try again.',
    );
  });

  it('stay short whatever a file calls itself', () => {
    expect(rejectionMessages.unsupported(`a ${'x'.repeat(5000)}`).length).toBeLessThanOrEqual(500);
  });
});
