import { describe, expect, it } from '@jest/globals';
import { buildStorageKey, etag8, parseStorageKey, type StorageKey } from './storage-keys.ts';

const userId = '0198c0de-0000-7000-8000-000000000001';
const mediaId = '0198c0de-0000-7000-8000-000000000002';

describe('storage keys', () => {
  it.each<[StorageKey, string]>([
    [{ kind: 'upload', userId, mediaId }, `uploads/${userId}/${mediaId}`],
    [{ kind: 'quarantine', userId, mediaId }, `quarantine/${userId}/${mediaId}`],
    [
      { kind: 'removed', userId, mediaId, etag8: '0a1b2c3d', rendition: '320.webp' },
      `quarantine/${userId}/${mediaId}/0a1b2c3d-320.webp`,
    ],
    [
      { kind: 'rendition', mediaClass: 'IMAGE', mediaId, etag8: '0a1b2c3d', rendition: '320.webp' },
      `media/image/${mediaId}/0a1b2c3d-320.webp`,
    ],
  ])('builds and parses %j', (key, text) => {
    expect(buildStorageKey(key)).toBe(text);
    expect(parseStorageKey(text)).toEqual(key);
  });

  it.each([
    '',
    `uploads/${userId}`,
    `uploads/${userId}/../${mediaId}`,
    `uploads/${userId}/${mediaId}/x`,
    `uploads/${userId.toUpperCase()}/${mediaId}`,
    `media/image/${mediaId}/0a1b2c3d-`,
    `media/other/${mediaId}/0a1b2c3d-320.webp`,
  ])('refuses %j', (text) => {
    expect(parseStorageKey(text)).toBeUndefined();
  });

  it('shortens an ETag with or without quotes, multipart ones too', () => {
    expect(etag8('"0A1B2C3D4E5F"')).toBe('0a1b2c3d');
    expect(etag8('0a1b2c3d4e5f-12')).toBe('0a1b2c3d');
  });
});
