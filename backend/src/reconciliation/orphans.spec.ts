import { describe, expect, it } from '@jest/globals';
import { buildStorageKey, type MediaStatus } from '@media-feed/contract';
import type { InventoryState } from './inventory.repository.ts';
import {
  isAbandoned,
  isOrphanOfMedia,
  isOrphanOfOriginals,
  isOrphanOfUploads,
  isMassRemoval,
} from './orphans.ts';

const mediaId = '0198c0de-0000-7000-8000-000000000001';
const userId = '0198c0de-0000-7000-8000-000000000002';
const otherId = '0198c0de-0000-7000-8000-000000000003';
const freshSince = new Date('2026-11-25T12:00:00Z');
const [old, fresh] = [new Date('2026-11-25T11:59:59Z'), freshSince];
const key = `media/image/${mediaId}/0a1b2c3d-320.webp`;
const upload = buildStorageKey({ kind: 'upload', userId, mediaId });

const rendition = { name: '320.webp', key, mimeType: 'image/webp', width: 1, height: 1, size: 1 } as const;
const row = (status: MediaStatus, overrides: Partial<InventoryState> = {}): InventoryState => ({
  ...{ id: mediaId, uploader_id: userId, status, upload_id: null },
  ...{
    renditions: status === 'READY' ? [rendition] : [],
    deleted: false,
    upload_removed: false,
    removal_noted: false,
    hidden: null,
  },
  ...overrides,
});
const known = (state: InventoryState | undefined) => new Map(state ? [[mediaId, state]] : []);

describe('a published object', () => {
  const isOrphan = (state: InventoryState | undefined, lastModified: Date, name = key) =>
    isOrphanOfMedia({ key: name, lastModified }, known(state), freshSince);

  it.each<[string, InventoryState | undefined, Date, boolean]>([
    ['of the feed', row('READY'), old, false],
    ['of an item that waits for its inspection result', row('PENDING'), old, false],
    ['of a refused item, at once', row('REJECTED'), fresh, true],
    ['of an expired item, at once', row('EXPIRED'), fresh, true],
    ['of one that an operator removed, at once', row('REMOVED'), fresh, true],
    [
      'of one whose owner may come back',
      row('REMOVED', { hidden: true, renditions: [rendition] }),
      old,
      false,
    ],
    ['of one whose removal is noted, by that', row('REMOVED', { removal_noted: true }), old, false],
    ['of a deleted item, at once', row('READY', { deleted: true }), fresh, true],
    ['of a deleted item that waited', row('PENDING', { deleted: true }), fresh, true],
    ['of nobody', undefined, old, true],
    ['of nobody, but fresh', undefined, fresh, false],
    ['that its item does not name', row('READY', { renditions: [] }), old, true],
    ['that its item does not name, but fresh', row('READY', { renditions: [] }), fresh, false],
  ])('%s', (_what, state, lastModified, expected) => {
    expect(isOrphan(state, lastModified)).toBe(expected);
  });

  it('under a key that is none of ours', () => {
    for (const name of ['stray', 'media/image/x', `media/other/${mediaId}/0a1b2c3d-x`]) {
      expect(isOrphan(row('READY'), old, name)).toBe(true);
      expect(isOrphan(row('READY'), fresh, name)).toBe(false);
    }
  });
});

describe('an upload', () => {
  const isOrphan = (state: InventoryState | undefined, lastModified = old, name = upload) =>
    isOrphanOfUploads({ key: name, lastModified }, known(state), freshSince);

  it('belongs to its row for as long as its key is not freed', () => {
    for (const status of ['PENDING', 'READY', 'REJECTED', 'EXPIRED'] as const) {
      expect(isOrphan(row(status))).toBe(false);
      expect(isOrphan(row(status, { deleted: true }))).toBe(false);
    }
    expect(isOrphan(row('READY', { upload_removed: true }))).toBe(true);
  });

  it('of nobody, or under the name of somebody else, goes unless it is fresh', () => {
    expect(isOrphan(undefined)).toBe(true);
    expect(isOrphan(undefined, fresh)).toBe(false);
    expect(isOrphan(row('READY', { uploader_id: otherId }))).toBe(true);
    expect(isOrphan(row('READY'), old, 'uploads/stray')).toBe(true);
  });
});

describe('an original', () => {
  const original = buildStorageKey({ kind: 'original', userId, mediaId });
  const isOrphan = (state: InventoryState | undefined, lastModified = old, name = original) =>
    isOrphanOfOriginals({ key: name, lastModified }, known(state), freshSince);

  it('stays for as long as its owner could have it, and while an operator has the item', () => {
    for (const status of ['PENDING', 'READY', 'REMOVED'] as const) {
      expect(isOrphan(row(status))).toBe(false);
      expect(isOrphan(row(status, { deleted: true }))).toBe(true);
    }
    for (const status of ['REJECTED', 'EXPIRED'] as const) expect(isOrphan(row(status))).toBe(true);
  });

  it('of nobody, or under the name of somebody else, goes unless it is fresh', () => {
    expect(isOrphan(undefined)).toBe(true);
    expect(isOrphan(undefined, fresh)).toBe(false);
    expect(isOrphan(row('READY', { uploader_id: otherId }))).toBe(true);
    expect(isOrphan(row('READY'), old, 'originals/stray')).toBe(true);
  });
});

describe('a multipart upload', () => {
  const abandoned = (state: InventoryState | undefined, initiated = old, name = upload) =>
    isAbandoned({ key: name, uploadId: 'u1', initiated }, known(state), freshSince);

  it('is needed by the unfinished item that names it, and by no other', () => {
    expect(abandoned(row('PENDING', { upload_id: 'u1' }))).toBe(false);
    expect(abandoned(row('PENDING', { upload_id: 'u2' }))).toBe(true);
    expect(abandoned(row('PENDING', { upload_id: 'u1', deleted: true }))).toBe(true);
    expect(abandoned(row('EXPIRED', { upload_id: 'u1' }))).toBe(true);
    expect(abandoned(undefined)).toBe(true);
    expect(abandoned(undefined, old, key)).toBe(true);
  });

  it('is left alone while it is fresh: its id may not be noted yet', () => {
    expect(abandoned(row('PENDING'), fresh)).toBe(false);
    expect(abandoned(undefined, fresh, key)).toBe(false);
  });
});

describe('a mass removal', () => {
  it('is most of what was looked at, and more than a handful', () => {
    expect(isMassRemoval(100, 100)).toBe(false);
    expect(isMassRemoval(101, 101)).toBe(true);
    expect(isMassRemoval(500, 1000)).toBe(false);
    expect(isMassRemoval(501, 1000)).toBe(true);
  });
});
