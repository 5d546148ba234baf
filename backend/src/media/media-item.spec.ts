import { describe, expect, it } from '@jest/globals';
import { mediaItemSchema, type MediaStatus, mediaStatuses } from '@media-feed/contract';
import { toMediaItem } from './media-item.ts';
import type { MediaRow } from './media-row.ts';

const id = '0198c0de-0000-7000-8000-000000000002';
const uploaderId = '0198c0de-0000-7000-8000-000000000001';
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute));
const mediaBaseUrl = 'https://cdn.example.org';

const row = (overrides: Partial<MediaRow> = {}): MediaRow => ({
  id,
  uploader_id: uploaderId,
  uploader_name: 'Ada',
  type: 'VIDEO',
  status: 'READY',
  mime_type: 'video/mp4',
  file_name: 'waves.mov',
  size: '5368709120',
  width: 1920,
  height: 1080,
  duration_seconds: 12.5,
  renditions: [
    { name: 'poster.webp', key: 'media/video/p', mimeType: 'image/webp', width: 320, height: 180, size: 1 },
    { name: 'video.mp4', key: 'media/video/v', mimeType: 'video/mp4', width: 1920, height: 1080, size: 9 },
  ],
  placeholder: 'abc=',
  alt_text: null,
  likes_count: 3,
  rejection_reason: null,
  rejection_detail: null,
  created_at: at(0),
  arrived_at: at(1),
  inspected_at: at(2),
  published_at: at(3),
  rejected_at: null,
  expired_at: null,
  removed_at: null,
  ...overrides,
});

const owner = { id: uploaderId, likedIds: new Set<string>() };

describe('a media item', () => {
  it('plays its last object, and shows its first picture', () => {
    const item = mediaItemSchema.parse(toMediaItem(row(), { mediaBaseUrl }));
    expect(item).toMatchObject({
      size: 5_368_709_120,
      url: 'https://cdn.example.org/media/video/v',
      thumbnailUrl: 'https://cdn.example.org/media/video/p',
      renditions: [{ mimeType: 'image/webp' }, { mimeType: 'video/mp4' }],
      liked: false,
      fileName: null,
    });
    expect(item).not.toHaveProperty('rejection');
    expect(item).not.toHaveProperty('timeline');
  });

  it('of sound has no picture', () => {
    const renditions = row().renditions.slice(1);
    const item = toMediaItem(row({ renditions }), { mediaBaseUrl });
    expect(item).toMatchObject({ thumbnailUrl: null, url: 'https://cdn.example.org/media/video/v' });
  });

  it('names its file and its steps to its owner', () => {
    const item = mediaItemSchema.parse(toMediaItem(row(), { mediaBaseUrl, viewer: owner }));
    expect(item.fileName).toBe('waves.mov');
    expect(item.rejection).toBeNull();
    expect(item.timeline).toEqual([
      { step: 'REQUESTED', at: '2026-01-01T12:00:00.000Z' },
      { step: 'ARRIVED', at: '2026-01-01T12:01:00.000Z' },
      { step: 'INSPECTED', at: '2026-01-01T12:02:00.000Z' },
      { step: 'PUBLISHED', at: '2026-01-01T12:03:00.000Z' },
    ]);
  });

  it('is liked by those who like it', () => {
    const viewer = { id: 'somebody', likedIds: new Set([id]) };
    expect(toMediaItem(row(), { mediaBaseUrl, viewer }).liked).toBe(true);
  });

  it.each(mediaStatuses.filter((status): status is Exclude<MediaStatus, 'READY'> => status !== 'READY'))(
    'that is %s names no object, to nobody',
    (status) => {
      const item = mediaItemSchema.parse(toMediaItem(row({ status }), { mediaBaseUrl, viewer: owner }));
      expect(item).toMatchObject({ url: null, thumbnailUrl: null, renditions: [], placeholder: null });
    },
  );
});
