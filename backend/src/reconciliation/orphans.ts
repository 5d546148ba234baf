import { parseStorageKey } from '@media-feed/contract';
import { mayHaveObjects } from '../media/media-status.ts';
import type { InventoryState } from './inventory.repository.ts';
import type { ListedMultipart, ListedObject } from './inventory-storage.ts';

export type States = ReadonlyMap<string, InventoryState>;

/** The item that a key belongs to; `undefined` for a key that is none of ours. */
export const mediaIdOf = (key: string): string | undefined => parseStorageKey(key)?.mediaId;

/** Fewer orphans than these are removed without a question. */
const alwaysRemoved = 100;

/**
 * Whether so much of what was looked at would go that the database is more likely the wrong one, or an older copy
 * of the right one: then a person has to say so first.
 */
export const isMassRemoval = (orphans: number, looked: number): boolean =>
  orphans > alwaysRemoved && orphans * 2 > looked;

/**
 * Whether a published object must go: its item may have none (any more), or has others. One that nobody knows,
 * or that its item does not name, is spared while it is fresh.
 */
export function isOrphanOfMedia(
  { key, lastModified }: ListedObject,
  states: States,
  freshSince: Date,
): boolean {
  const mediaId = mediaIdOf(key);
  const state = mediaId === undefined ? undefined : states.get(mediaId);
  if (!state) return lastModified < freshSince;
  if (state.removal_noted) return false;
  if (state.deleted || !(mayHaveObjects(state.status) || state.hidden)) return true;
  if (state.status === 'PENDING') return false;
  return lastModified < freshSince && !state.renditions.some((rendition) => rendition.key === key);
}

/** Whether an upload must go: of no item, of another person's, or of one whose key was freed before. */
export function isOrphanOfUploads(
  { key, lastModified }: ListedObject,
  states: States,
  freshSince: Date,
): boolean {
  if (lastModified >= freshSince) return false;
  const parsed = parseStorageKey(key);
  if (parsed?.kind !== 'upload') return true;
  const state = states.get(parsed.mediaId);
  return state?.uploader_id !== parsed.userId || state.upload_removed;
}

/** Whether a kept original must go: of no item, of another person's, or of one that may have none (any more). */
export function isOrphanOfOriginals(
  { key, lastModified }: ListedObject,
  states: States,
  freshSince: Date,
): boolean {
  if (lastModified >= freshSince) return false;
  const parsed = parseStorageKey(key);
  if (parsed?.kind !== 'original') return true;
  const state = states.get(parsed.mediaId);
  if (state?.uploader_id !== parsed.userId || state.deleted) return true;
  return state.status !== 'REMOVED' && !mayHaveObjects(state.status);
}

/** Whether a multipart upload is nobody's: only an unfinished item needs the one that it names. */
export function isAbandoned(
  { key, uploadId, initiated }: ListedMultipart,
  states: States,
  freshSince: Date,
): boolean {
  if (initiated >= freshSince) return false;
  const parsed = parseStorageKey(key);
  const state = parsed?.kind === 'upload' ? states.get(parsed.mediaId) : undefined;
  return !(state?.status === 'PENDING' && !state.deleted && state.upload_id === uploadId);
}
