import type { MediaItem } from '@media-feed/contract';

const id = '0192f0c1-0000-7000-8000-000000000001';

/** A published picture as the API tells of it, with nothing said of it yet. */
export const publishedItem = (overrides: Partial<MediaItem> = {}): MediaItem => ({
  id,
  type: 'IMAGE',
  status: 'READY',
  mimeType: 'image/jpeg',
  size: 1000,
  width: 4,
  height: 3,
  durationSeconds: null,
  url: 'https://media.example/1.webp',
  thumbnailUrl: null,
  renditions: [],
  placeholder: null,
  codecs: [],
  peaks: null,
  altText: null,
  caption: null,
  tags: [],
  sensitive: false,
  editedAt: null,
  likesCount: 0,
  liked: false,
  uploader: { id, name: 'Ada' },
  fileName: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  publishedAt: '2026-01-01T00:00:01.000Z',
  ...overrides,
});
