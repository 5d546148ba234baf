import { describe, expect, it } from '@jest/globals';
import { inspect } from '../../src/inspect/inspect.ts';
import { defaultInspectionLimits } from '../../src/inspect/inspection.ts';
import { countingReader } from '../../src/inspect/ranged-reader.ts';
import { largeBytes as size, largeFiles } from './large-files.ts';
import { box, latin1, sparseReader } from './support.ts';

const maxFirstLookBytes = 256 * 1024;

/** The sizes in question are beyond what the platform takes of sound, and sparse files last for hours. */
const limits = {
  ...defaultInspectionLimits,
  maxUploadBytes: { IMAGE: size, VIDEO: size, AUDIO: size },
  maxDurationSeconds: Infinity,
};

describe('the first look at 5 GB', () => {
  it.each(largeFiles)('$name: reads at most 256 KiB', async ({ reader, contentType }) => {
    const counted = countingReader(reader);
    const inspection = await inspect(counted, { contentType }, limits);
    expect(inspection).toMatchObject({ outcome: 'ACCEPTED', mimeType: contentType });
    expect(counted.bytesRead).toBeLessThanOrEqual(maxFirstLookBytes);
    expect(counted.requests).toBeLessThanOrEqual(24);
  });

  it.each([
    ['zeros', sparseReader(size, [])],
    ['a ZIP named MP4', sparseReader(size, [{ at: 0, bytes: latin1('PK\x03\x04\x14\0\0\0\x08\0') }])],
    ['HTML named MP4', sparseReader(size, [{ at: 0, bytes: latin1('<!doctype html><script>') }])],
    ['the head of an MP4', sparseReader(size, [{ at: 0, bytes: box('ftyp', latin1('isom\0\0\0\0isom')) }])],
  ])('rejects %s for as little', async (_name, reader) => {
    const counted = countingReader(reader);
    expect(await inspect(counted, { contentType: 'video/mp4' }, limits)).toMatchObject({
      outcome: 'REJECTED',
    });
    expect(counted.bytesRead).toBeLessThanOrEqual(maxFirstLookBytes);
  });
});
