/** Where objects lie in the two buckets (docs/api.md «Storage»). One function builds keys, one parses them. */
import type { MediaClass } from './media-types.ts';

export type StorageKey =
  /** What a browser sent, in the uploads bucket. */
  | { kind: 'upload'; userId: string; mediaId: string }
  /** The very file that its owner sent, kept for them alone, in the uploads bucket. */
  | { kind: 'original'; userId: string; mediaId: string }
  /** A copy of what was refused, in the uploads bucket. */
  | { kind: 'quarantine'; userId: string; mediaId: string }
  /** A copy of what an operator removed, in the uploads bucket. */
  | { kind: 'removed'; userId: string; mediaId: string; etag8: string; rendition: string }
  /** What is served, in the media bucket. `etag8` is the first 8 hex digits of the upload's ETag. */
  | { kind: 'rendition'; mediaClass: MediaClass; mediaId: string; etag8: string; rendition: string };

const uuidPattern = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const uploadPattern = new RegExp(`^(uploads|quarantine|originals)/(${uuidPattern})/(${uuidPattern})$`);
const removedPattern = new RegExp(
  `^quarantine/(${uuidPattern})/(${uuidPattern})/([0-9a-f]{8})-([a-z0-9][a-z0-9.-]{0,63})$`,
);
const renditionPattern = new RegExp(
  `^media/(image|video|audio)/(${uuidPattern})/([0-9a-f]{8})-([a-z0-9][a-z0-9.-]{0,63})$`,
);

export function buildStorageKey(key: StorageKey): string {
  switch (key.kind) {
    case 'upload':
      return `uploads/${key.userId}/${key.mediaId}`;
    case 'original':
      return `originals/${key.userId}/${key.mediaId}`;
    case 'quarantine':
      return `quarantine/${key.userId}/${key.mediaId}`;
    case 'removed':
      return `quarantine/${key.userId}/${key.mediaId}/${key.etag8}-${key.rendition}`;
    case 'rendition':
      return `${buildMediaPrefix(key.mediaClass, key.mediaId)}${key.etag8}-${key.rendition}`;
  }
}

/** The folder that holds everything published of one item; ends with a slash. */
export function buildMediaPrefix(mediaClass: MediaClass, mediaId: string): string {
  return `media/${mediaClass.toLowerCase()}/${mediaId}/`;
}

/** The folders of the uploads bucket that hold what is one person's; each ends with a slash. */
export function buildPersonPrefixes(userId: string): string[] {
  return ['uploads', 'originals', 'quarantine'].map((folder) => `${folder}/${userId}/`);
}

const kindOfFolder = { uploads: 'upload', quarantine: 'quarantine', originals: 'original' } as const;

/** `undefined` for a key that this project did not make. */
export function parseStorageKey(key: string): StorageKey | undefined {
  const [, folder, userId, ownMediaId] = uploadPattern.exec(key) ?? [];
  if (folder && userId && ownMediaId) {
    return { kind: kindOfFolder[folder as keyof typeof kindOfFolder], userId, mediaId: ownMediaId };
  }
  const [, owner, removedId, version, copied] = removedPattern.exec(key) ?? [];
  if (owner && removedId && version && copied) {
    return { kind: 'removed', userId: owner, mediaId: removedId, etag8: version, rendition: copied };
  }
  const [, mediaClass, mediaId, etag8, rendition] = renditionPattern.exec(key) ?? [];
  if (mediaClass && mediaId && etag8 && rendition) {
    return {
      kind: 'rendition',
      mediaClass: mediaClass.toUpperCase() as MediaClass,
      mediaId,
      etag8,
      rendition,
    };
  }
  return undefined;
}

/** The first 8 hex digits of an ETag as S3 gives it, quotes or not. */
export function etag8(etag: string): string {
  return etag.replaceAll('"', '').slice(0, 8).toLowerCase();
}
