import { describe, expect, it } from '@jest/globals';
import {
  inspectionResultSchema,
  receivedResultSchema,
  type ReadyResult,
  type RejectedResult,
} from './inspection-result.ts';

const envelope = {
  version: 1,
  mediaId: '0198c0de-0000-7000-8000-000000000002',
  userId: '0198c0de-0000-7000-8000-000000000001',
  eventId: 'event-1',
  etag: '0a1b2c3d',
  arrivedAt: '2026-11-29T12:00:00.000Z',
  inspectedAt: '2026-11-29T12:00:01.000Z',
} as const;

const ready: ReadyResult = {
  ...envelope,
  outcome: 'READY',
  type: 'IMAGE',
  mimeType: 'image/png',
  size: 10,
  width: 3,
  height: 2,
  durationSeconds: null,
  codecs: [],
  renditions: [{ name: '320.webp', key: 'media/x', mimeType: 'image/webp', width: 3, height: 2, size: 9 }],
  placeholder: null,
};
const rejected: RejectedResult = {
  ...envelope,
  outcome: 'REJECTED',
  reason: 'EMPTY',
  detail: 'This file is empty.',
  parameters: { limit: 3, mediaClass: 'IMAGE', exact: true, note: null },
};
const written = [
  ['READY', ready],
  ['REJECTED', rejected],
] as const;

describe('an inspection result', () => {
  it.each(written)('%s is written and read as it is', (_outcome, result) => {
    expect(inspectionResultSchema.parse(result)).toEqual(result);
    expect(receivedResultSchema.parse(result)).toEqual(result);
  });

  it.each([
    ['the envelope', { ...ready, bitrate: 1 }],
    ['a rendition', { ...ready, renditions: ready.renditions.map((each) => ({ ...each, bitrate: 1 })) }],
    ['a type that cannot be published', { ...ready, mimeType: 'image/jxl' }],
  ])('is not written with more than the contract has: %s', (_where, result) => {
    expect(inspectionResultSchema.safeParse(result).success).toBe(false);
  });

  it.each(written)(
    '%s is read without the fields that are not known yet, at any level',
    (_outcome, result) => {
      const later = {
        ...result,
        loudness: 3,
        ...('renditions' in result && {
          renditions: result.renditions.map((rendition) => ({ ...rendition, bitrate: 1 })),
        }),
      };
      expect(receivedResultSchema.parse(later)).toEqual(result);
    },
  );

  it('tells the SHA-256 of the original, or is read without', () => {
    const known = { ...ready, original: true, sha256: '0123456789abcdef'.repeat(4) };
    expect(inspectionResultSchema.parse(known)).toEqual(known);
    expect(receivedResultSchema.parse(known)).toEqual(known);
    const odd = { ...known, sha256: known.sha256.toUpperCase() };
    expect(inspectionResultSchema.safeParse(odd).success).toBe(false);
    expect(receivedResultSchema.parse(odd)).toEqual({ ...ready, original: true });
  });

  it('tells what a sound says of itself, or is read without', () => {
    const song = { ...ready, soundTags: { title: 'Prelude', artist: null } };
    expect(inspectionResultSchema.parse(song)).toEqual(song);
    expect(receivedResultSchema.parse(song)).toEqual(song);
    const later = { ...song, soundTags: { ...song.soundTags, album: 'Suite' } };
    expect(inspectionResultSchema.safeParse(later).success).toBe(false);
    expect(receivedResultSchema.parse(later)).toEqual(song);
    expect(receivedResultSchema.parse({ ...ready, soundTags: { title: '\u202e', artist: null } })).toEqual(
      ready,
    );
  });

  it.each(written)('%s tells what it has cost, or is read without', (_outcome, result) => {
    const costly = { ...result, processingSeconds: 1.234 };
    expect(inspectionResultSchema.parse(costly)).toEqual(costly);
    expect(receivedResultSchema.parse(costly)).toEqual(costly);
    const odd = { ...result, processingSeconds: 'long' };
    expect(inspectionResultSchema.safeParse(odd).success).toBe(false);
    expect(receivedResultSchema.parse(odd)).toMatchObject(result);
  });

  it('is read with codes that are not known yet', () => {
    const jxl = { ...ready, mimeType: 'image/jxl' };
    const unsupported = { ...rejected, reason: 'A_REASON_OF_TOMORROW' };
    expect(inspectionResultSchema.safeParse(jxl).success).toBe(false);
    expect(receivedResultSchema.parse(jxl)).toEqual(jxl);
    expect(receivedResultSchema.parse(unsupported)).toEqual(unsupported);
  });

  it.each([
    ['deeper', { limit: { bytes: 3 } }],
    ['longer', { text: 'x'.repeat(201) }],
    ['more', Object.fromEntries(Array.from({ length: 17 }, (_, index) => [String(index), index]))],
    ['no object', 'IMAGE'],
  ])('is not written with parameters that are %s, and read without them', (_what, parameters) => {
    const { parameters: _dropped, ...rest } = rejected;
    expect(inspectionResultSchema.safeParse({ ...rest, parameters }).success).toBe(false);
    expect(receivedResultSchema.parse({ ...rest, parameters })).toEqual(rest);
    expect(receivedResultSchema.parse(rest)).toEqual(rest);
  });

  it('of this kind may say so', () => {
    const named = { ...ready, kind: 'INSPECTED' };
    expect(receivedResultSchema.parse(named)).toEqual(named);
  });

  it.each([
    ['another version', { ...ready, version: 2 }],
    ['another kind', { ...ready, kind: 'ADDED' }],
    ['another outcome', { ...ready, outcome: 'HELD' }],
    ['another class of media', { ...ready, type: 'TEXT' }],
    ['what is no code', { ...rejected, reason: 'because' }],
    ['no detail', { ...rejected, detail: '' }],
    ['no rendition', { ...ready, renditions: [] }],
    ['no owner', { ...ready, userId: undefined }],
  ])('is not read with %s', (_what, result) => {
    expect(receivedResultSchema.safeParse(result).success).toBe(false);
  });
});
