import type { MediaItem, TimelineStep } from '@media-feed/contract';
import type { MediaRow } from './media-row.ts';

/** Who looks at the items, and which of them they like. */
export interface Viewer {
  readonly id: string;
  readonly likedIds: ReadonlySet<string>;
}

export interface Presentation {
  /** Without a slash at its end. */
  readonly mediaBaseUrl: string;
  /** Nobody in particular when left out. */
  readonly viewer?: Viewer | undefined;
}

/** The item as API.md gives it. Only READY items name objects; file name and receipt are for their owner. */
export function toMediaItem(row: MediaRow, { mediaBaseUrl, viewer }: Presentation): MediaItem {
  const owned = viewer?.id === row.uploader_id;
  return {
    id: row.id,
    type: row.type,
    status: row.status,
    mimeType: row.mime_type,
    size: Number(row.size),
    width: row.width,
    height: row.height,
    durationSeconds: row.duration_seconds,
    ...servedObjects(row, mediaBaseUrl),
    altText: row.alt_text,
    likesCount: row.likes_count,
    liked: viewer?.likedIds.has(row.id) ?? false,
    uploader: { id: row.uploader_id, name: row.uploader_name },
    fileName: owned ? row.file_name : null,
    createdAt: row.created_at.toISOString(),
    publishedAt: row.published_at?.toISOString() ?? null,
    ...(owned && { rejection: rejectionOf(row), timeline: timelineOf(row) }),
  };
}

function servedObjects(row: MediaRow, mediaBaseUrl: string) {
  const objects = row.status === 'READY' ? row.renditions : [];
  const urlOf = (key: string) => `${mediaBaseUrl}/${key}`;
  const played = objects.at(-1);
  const thumbnail = objects.find(({ mimeType }) => mimeType.startsWith('image/'));
  return {
    url: played ? urlOf(played.key) : null,
    thumbnailUrl: thumbnail ? urlOf(thumbnail.key) : null,
    renditions: objects.map(({ key, width, height, mimeType }) => ({
      url: urlOf(key),
      width,
      height,
      mimeType,
    })),
    placeholder: row.status === 'READY' ? row.placeholder : null,
  };
}

function rejectionOf(row: MediaRow): NonNullable<MediaItem['rejection']> | null {
  return row.rejection_reason && row.rejection_detail
    ? { reason: row.rejection_reason, detail: row.rejection_detail }
    : null;
}

function timelineOf(row: MediaRow): NonNullable<MediaItem['timeline']> {
  const steps: [TimelineStep, Date | null][] = [
    ['REQUESTED', row.created_at],
    ['ARRIVED', row.arrived_at],
    ['INSPECTED', row.inspected_at],
    ['PUBLISHED', row.published_at],
    ['REJECTED', row.rejected_at],
    ['EXPIRED', row.expired_at],
    ['REMOVED', row.removed_at],
  ];
  return steps.flatMap(([step, at]) => (at ? [{ step, at: at.toISOString() }] : []));
}
