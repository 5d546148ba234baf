import { describe, expect, it } from '@jest/globals';
import { parseRecord } from './s3-event.ts';

const userId = '01980000-0000-7000-8000-000000000001';
const mediaId = '01980000-0000-7000-8000-000000000002';
const record = (object: object, more: object = {}) => ({
  eventTime: '2026-11-24T21:00:00.123Z',
  responseElements: { 'x-amz-request-id': 'REQUEST' },
  s3: { bucket: { name: 'uploads' }, object: { key: `uploads/${userId}/${mediaId}`, ...object } },
  ...more,
});

describe('parseRecord', () => {
  it('finds who uploaded what, and when', () => {
    const arrival = parseRecord(record({ eTag: 'abc', sequencer: '0A' }), 'uploads');

    expect(arrival).toEqual({
      key: `uploads/${userId}/${mediaId}`,
      userId,
      mediaId,
      eventId: 'REQUEST.0A',
      arrivedAt: '2026-11-24T21:00:00.123Z',
      etag: 'abc',
    });
  });

  it('makes an id for an event that has none', () => {
    const arrival = parseRecord(record({}, { responseElements: undefined }), 'uploads');

    expect(arrival).toMatchObject({ eventId: `${mediaId}.2026-11-24T21:00:00.123Z`, etag: undefined });
  });

  it('decodes the key as S3 encodes it', () => {
    const key = `uploads%2F${userId}%2F${mediaId}`;

    expect(parseRecord(record({ key }), 'uploads')).toMatchObject({ mediaId });
  });

  it.each<[string, unknown]>([
    ['a key with a space', record({ key: `uploads/${userId}/${mediaId}+` })],
    ['a key that cannot be decoded', record({ key: '%E0%A4%A' })],
    ['another folder', record({ key: `quarantine/${userId}/${mediaId}` })],
    ['another bucket', { ...record({}), s3: { bucket: { name: 'x' }, object: { key: 'x' } } }],
    ['no time', record({}, { eventTime: 'yesterday' })],
    ['another shape', { detail: {} }],
  ])('knows nothing of %s', (_name, foreign) => {
    expect(parseRecord(foreign, 'uploads')).toBeUndefined();
  });
});
