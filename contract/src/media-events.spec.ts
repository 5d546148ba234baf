import { describe, expect, it } from '@jest/globals';
import { parseMediaEvent } from './media-events.ts';
import type { MediaItem } from './media.ts';

const item: MediaItem = {
  id: '0198c0de-0000-7000-8000-000000000002',
  type: 'IMAGE',
  status: 'READY',
  mimeType: 'image/png',
  size: 10,
  width: 3,
  height: 2,
  durationSeconds: null,
  url: 'https://media.example/a.webp',
  thumbnailUrl: 'https://media.example/a.webp',
  renditions: [{ url: 'https://media.example/a.webp', width: 3, height: 2, mimeType: 'image/webp' }],
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
  uploader: { id: '0198c0de-0000-7000-8000-000000000001', name: 'Ada' },
  fileName: 'a.png',
  createdAt: '2026-11-29T12:00:00.000Z',
  publishedAt: '2026-11-29T12:00:01.000Z',
  rejection: null,
  timeline: [{ step: 'REQUESTED', at: '2026-11-29T12:00:00.000Z' }],
};
const liked = { mediaId: item.id, likesCount: 3 };

describe('an event', () => {
  it.each([
    ['media.updated', item],
    ['media.liked', liked],
    ['reset', {}],
  ])('%s is read', (name, data) => {
    expect(parseMediaEvent(name, JSON.stringify(data))).toEqual({ name, data });
  });

  it('of a name that is not known yet is ignored', () => {
    expect(parseMediaEvent('media.commented', '{}')).toBeUndefined();
    expect(parseMediaEvent('toString', '{}')).toBeUndefined();
  });

  it('of a newer API is read without the fields that are not known yet, at any level', () => {
    const later = {
      ...item,
      mood: 'calm',
      uploader: { ...item.uploader, handle: 'ada' },
      renditions: item.renditions.map((rendition) => ({ ...rendition, bitrate: 1 })),
      timeline: item.timeline?.map((step) => ({ ...step, by: 'x' })),
    };
    expect(parseMediaEvent('media.updated', JSON.stringify(later))).toEqual({
      name: 'media.updated',
      data: item,
    });
    expect(parseMediaEvent('media.liked', JSON.stringify({ ...liked, by: 'x' }))).toEqual({
      name: 'media.liked',
      data: liked,
    });
  });

  it.each([
    ['a status that is not known yet', 'media.updated', JSON.stringify({ ...item, status: 'IN_REVIEW' })],
    ['a count that is none', 'media.liked', JSON.stringify({ ...liked, likesCount: 'many' })],
    ['a field missing', 'media.liked', '{}'],
    ['no JSON', 'media.updated', '<html>'],
  ])('with %s has everything read anew', (_what, name, data) => {
    expect(parseMediaEvent(name, data)).toEqual({ name: 'reset', data: {} });
  });
});
