import type {
  MediaClass,
  MediaStatus,
  MediaType,
  PublishedRendition,
  RejectionReason,
} from '@media-feed/contract';

/** Columns of `media m` that an item is made of, as {@link MediaRow}. */
export const mediaColumns = `
  m.id, m.uploader_id, m.type, m.status, m.mime_type, m.file_name, m.size, m.width, m.height,
  m.duration_seconds, m.renditions, m.placeholder, m.alt_text, m.likes_count, m.rejection_reason,
  m.rejection_detail, m.created_at, m.arrived_at, m.inspected_at, m.published_at, m.rejected_at,
  m.expired_at, m.removed_at`;

/**
 * The uploader's name as a subquery: whatever the planner believes of the page's length, it is one look-up a
 * row, and never a join with everybody.
 */
export const uploaderName = '(SELECT u.name FROM users u WHERE u.id = m.uploader_id) AS uploader_name';

export interface MediaRow {
  readonly id: string;
  readonly uploader_id: string;
  readonly uploader_name: string;
  readonly type: MediaClass;
  readonly status: MediaStatus;
  readonly mime_type: MediaType | null;
  readonly file_name: string;
  /** bigint, which the driver gives as text. */
  readonly size: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly duration_seconds: number | null;
  readonly renditions: readonly PublishedRendition[];
  readonly placeholder: string | null;
  readonly alt_text: string | null;
  readonly likes_count: number;
  readonly rejection_reason: RejectionReason | null;
  readonly rejection_detail: string | null;
  readonly created_at: Date;
  readonly arrived_at: Date | null;
  readonly inspected_at: Date | null;
  readonly published_at: Date | null;
  readonly rejected_at: Date | null;
  readonly expired_at: Date | null;
  readonly removed_at: Date | null;
}
