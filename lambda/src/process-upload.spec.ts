import { describe, expect, it } from '@jest/globals';
import { limits } from '@media-feed/contract';
import { readConfig } from './config.ts';
import { workMsFor } from './process-upload.ts';

const MiB = 1024 * 1024;
const config = readConfig({
  AWS_REGION: 'us-east-1',
  UPLOADS_BUCKET: 'uploads',
  MEDIA_BUCKET: 'media',
  RESULTS_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/1/results',
});
const settings = {
  sandboxTimeoutMs: config.SANDBOX_TIMEOUT_SECONDS * 1000,
  sandboxBytesPerSecond: config.SANDBOX_BYTES_PER_SECOND,
};
/** Of the function (infrastructure/media-processing.yaml). */
const functionTimeoutMs = 900_000;

describe('the time that a file may cost', () => {
  it.each([
    ['524 bytes', 524, 14_000],
    ['a megabyte', MiB, 14_800],
    ['a picture of 50 MiB', 50 * MiB, 54_000],
    ['a film of 550 MiB', 550 * MiB, 104_000],
  ])('grows with it: %s', (_what, size, expected) => {
    expect(Math.floor(workMsFor(size, settings))).toBe(expected);
  });

  it('ends before the function does, for the largest film too', () => {
    expect(workMsFor(limits.maxUploadBytes.VIDEO, settings)).toBeLessThan(functionTimeoutMs);
  });
});
