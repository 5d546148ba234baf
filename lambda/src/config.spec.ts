import { describe, expect, it } from '@jest/globals';
import { limits } from '@media-feed/contract';
import { readConfig } from './config.ts';

const least = {
  AWS_REGION: 'us-east-1',
  UPLOADS_BUCKET: 'uploads',
  MEDIA_BUCKET: 'media',
  RESULTS_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/1/results',
};

describe('readConfig', () => {
  it('needs only to be told the places', () => {
    const config = readConfig(least);

    expect(config.MAX_VIDEO_BYTES).toBe(limits.maxUploadBytes.VIDEO);
    expect(config.SANDBOX_TIMEOUT_SECONDS).toBe(14);
    expect(config.STORAGE_ENDPOINT).toBeUndefined();
  });

  it('reads numbers', () => {
    expect(readConfig({ ...least, SANDBOX_MEMORY_MIB: '700' }).SANDBOX_MEMORY_MIB).toBe(700);
  });

  it('names every bad variable and no value', () => {
    const bad = { ...least, AWS_REGION: undefined, PART_BYTES: '-5', RESULTS_QUEUE_URL: 'secret' };

    expect(() => readConfig(bad)).toThrow(
      'Bad or missing environment variables: AWS_REGION, RESULTS_QUEUE_URL, PART_BYTES',
    );
  });

  it('reads the layers without which the sandbox may not work, and knows their names', () => {
    expect(readConfig(least).SANDBOX_REQUIRE).toEqual([]);
    const required = { ...least, SANDBOX_REQUIRE: 'environment,seccomp' };
    expect(readConfig(required).SANDBOX_REQUIRE).toEqual(['environment', 'seccomp']);
    expect(() => readConfig({ ...least, SANDBOX_REQUIRE: 'seccomp,secomp' })).toThrow('SANDBOX_REQUIRE');
  });

  it.each(['0', '1.5', 'many', ''])('rejects %j where a whole number is due', (value) => {
    expect(() => readConfig({ ...least, MAX_IMAGE_BYTES: value })).toThrow('MAX_IMAGE_BYTES');
  });
});
