import type {
  MediaClass,
  MediaStatus,
  MediaType,
  PublishedRendition,
  Notice,
  RejectionReason,
  SoundTags,
  ReportReason,
} from '@media-feed/contract';
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { User } from '../users/user.entity.ts';

const published = `status = 'READY' AND deleted_at IS NULL`;
const unfinished = `status = 'PENDING' AND deleted_at IS NULL`;
/**
 * For those who ask by that column, with the least value that it can have: else the planner, which believes that
 * few items are unfinished, would take one of these for any look-up that says PENDING, and read it whole.
 */
const unfinishedBy = (column: string, least: string) => `${unfinished} AND ${column} > '${least}'`;
const moment = { type: 'timestamptz', precision: 3, nullable: true } as const;

/**
 * An upload and what became of it. Read and changed by written SQL (`*.repository.ts`); this class is what the
 * migrations are compared with. `published_at` and the other times have milliseconds, so that a cursor made
 * of a JavaScript date is exact.
 */
@Entity('media')
@Index('media_feed_idx', ['publishedAt', 'id'], { where: published })
@Index('media_feed_type_idx', ['type', 'publishedAt', 'id'], { where: published })
@Index('media_feed_uploader_idx', ['uploaderId', 'publishedAt', 'id'], { where: published })
@Index('media_feed_uploader_type_idx', ['uploaderId', 'type', 'publishedAt', 'id'], { where: published })
@Index('media_uploader_idx', ['uploaderId', 'createdAt', 'id'])
@Index('media_unfinished_idx', ['uploaderId'], {
  where: unfinishedBy('uploader_id', '00000000-0000-0000-0000-000000000000'),
})
@Index('media_taken_back_idx', ['uploaderId', 'urlExpiresAt'], {
  where: `status = 'PENDING' AND deleted_at IS NOT NULL AND part_size IS NULL`,
})
@Index('media_deadline_idx', ['deadlineAt'], { where: unfinishedBy('deadline_at', '-infinity') })
@Index('media_next_look_idx', ['nextLookAt'], { where: unfinishedBy('next_look_at', '-infinity') })
@Index('media_upload_kept_idx', ['urlExpiresAt'], { where: 'upload_removed_at IS NULL' })
@Index('media_removal_idx', ['removalRequestedAt'], { where: 'removal_requested_at IS NOT NULL' })
@Index('media_restore_idx', ['restoreRequestedAt'], { where: 'restore_requested_at IS NOT NULL' })
@Index('media_undecoded_idx', ['publishedAt'], {
  where: `status = 'READY' AND deleted_at IS NULL AND decoded_at IS NULL AND decode_asks < 3 AND type IN ('VIDEO', 'AUDIO')`,
})
@Check('media_type_known', `type IN ('IMAGE', 'VIDEO', 'AUDIO')`)
@Check('media_status_known', `status IN ('PENDING', 'READY', 'REJECTED', 'EXPIRED', 'REMOVED')`)
@Check('media_size_positive', 'size > 0')
@Check('media_file_name_length', 'char_length(file_name) <= 255')
@Check('media_alt_text_length', 'char_length(alt_text) BETWEEN 1 AND 1000')
@Check('media_caption_length', 'char_length(caption) BETWEEN 1 AND 2000')
@Check('media_tags_count', 'cardinality(tags) <= 30')
@Check('media_likes_count_not_negative', 'likes_count >= 0')
@Check('media_multipart_whole', 'upload_id IS NULL OR part_size IS NOT NULL')
@Check(
  'media_published_whole',
  `status NOT IN ('READY', 'REMOVED') OR (published_at IS NOT NULL AND mime_type IS NOT NULL AND renditions <> '[]'::jsonb)`,
)
@Check('media_names_no_object_unjudged', `status IN ('READY', 'REMOVED') OR renditions = '[]'::jsonb`)
@Check(
  'media_rejected_with_reason',
  `(status = 'REJECTED') = (rejection_reason IS NOT NULL AND rejection_detail IS NOT NULL AND rejected_at IS NOT NULL)`,
)
@Check(
  'media_removal_cause_known',
  `removal_cause IS NULL OR (removal_cause IN ('TAKEDOWN', 'SUSPENSION', 'LEAVING') AND status = 'REMOVED')`,
)
@Check('media_restored_from_takedown', `restore_requested_at IS NULL OR status = 'REMOVED'`)
@Check('media_removal_text_length', 'char_length(removal_text) BETWEEN 1 AND 1000')
@Check(
  'media_removal_grounds_of_removed',
  `status = 'REMOVED' OR (removal_code IS NULL AND removal_text IS NULL)`,
)
@Check('media_removal_reason_length', 'char_length(removal_reason) <= 500')
@Check(
  'media_rejection_parameters_bounded',
  `jsonb_typeof(rejection_parameters) = 'object' AND char_length(rejection_parameters::text) <= 32768`,
)
@Check('media_notices_bounded', `jsonb_typeof(notices) = 'array' AND char_length(notices::text) <= 32768`)
@Check('media_notices_of_published', `notices IS NULL OR status IN ('READY', 'REMOVED')`)
@Check('media_rejection_parameters_of_rejected', `rejection_parameters IS NULL OR status = 'REJECTED'`)
@Check(
  'media_sound_tags_bounded',
  `jsonb_typeof(sound_tags) = 'object' AND char_length(sound_tags::text) <= 4096`,
)
@Check('media_sha256_length', 'octet_length(sha256) = 32')
@Check('media_peaks_length', 'char_length(peaks) <= 1068')
@Check('media_peaks_of_sound', `peaks IS NULL OR type = 'AUDIO'`)
@Check('media_expired_at_known', `(status = 'EXPIRED') = (expired_at IS NOT NULL)`)
export class Media {
  /** UUID version 7, made here; the upload's key holds it. */
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'media_pkey' })
  id!: string;

  @Column({ type: 'uuid', name: 'uploader_id' })
  uploaderId!: string;

  @ManyToOne(() => User, { nullable: false })
  @JoinColumn({ name: 'uploader_id', foreignKeyConstraintName: 'media_uploader_id_fkey' })
  uploader?: Relation<User>;

  /** The declared class until the inspection result is in, then the one that was found. */
  @Column({ type: 'text' })
  type!: MediaClass;

  @Column({ type: 'text', default: 'PENDING' })
  status!: MediaStatus;

  @Column({ type: 'text', name: 'declared_mime_type' })
  declaredMimeType!: MediaType;

  /** What the file was found to be. */
  @Column({ type: 'text', name: 'mime_type', nullable: true })
  mimeType!: MediaType | null;

  /** A label for its owner; empty in a tombstone. */
  @Column({ type: 'text', name: 'file_name' })
  fileName!: string;

  /** Bytes of the upload. */
  @Column({ type: 'bigint' })
  size!: string;

  @Column({ type: 'integer', nullable: true })
  width!: number | null;

  @Column({ type: 'integer', nullable: true })
  height!: number | null;

  @Column({ type: 'double precision', name: 'duration_seconds', nullable: true })
  durationSeconds!: number | null;

  @Column({ type: 'text', array: true, default: () => `'{}'` })
  codecs!: string[];

  /** Smallest picture first, what is played last. */
  @Column({ type: 'jsonb', default: () => `'[]'` })
  renditions!: PublishedRendition[];

  @Column({ type: 'text', nullable: true })
  placeholder!: string | null;

  /** Whether the very file lies in storage for its owner. */
  @Column({ type: 'boolean', name: 'has_original', default: false })
  hasOriginal!: boolean;

  /** Of the upload; null where it is not known, and in a tombstone. */
  @Column({ type: 'bytea', nullable: true })
  sha256!: Buffer | null;

  /** What a sound says of itself, for its owner; null where it says nothing, and in a tombstone. */
  @Column({ type: 'jsonb', name: 'sound_tags', nullable: true })
  soundTags!: SoundTags | null;

  /** A sound's waveform in base64, a byte for each moment. */
  @Column({ type: 'text', nullable: true })
  peaks!: string | null;

  /** When poster or waveform were added, or it was found that there can be none. */
  @Column({ ...moment, name: 'decoded_at' })
  decodedAt!: Date | null;

  /** When the decoder was last asked, and how often. */
  @Column({ ...moment, name: 'decode_asked_at' })
  decodeAskedAt!: Date | null;

  @Column({ type: 'smallint', name: 'decode_asks', default: 0 })
  decodeAsks!: number;

  /** Of the upload that was inspected. */
  @Column({ type: 'text', nullable: true })
  etag!: string | null;

  @Column({ type: 'text', name: 'alt_text', nullable: true })
  altText!: string | null;

  @Column({ type: 'text', nullable: true })
  caption!: string | null;

  /** Of the caption, in order and as first written. */
  @Column({ type: 'text', array: true, default: () => `'{}'` })
  tags!: string[];

  /** Shown only to whoever asks to see it. */
  @Column({ type: 'boolean', default: false })
  sensitive!: boolean;

  /** When a text was last changed after publication. */
  @Column({ ...moment, name: 'edited_at' })
  editedAt!: Date | null;

  /** Always the number of rows in `likes`. */
  @Column({ type: 'integer', name: 'likes_count', default: 0 })
  likesCount!: number;

  @Column({ type: 'text', name: 'rejection_reason', nullable: true })
  rejectionReason!: RejectionReason | null;

  @Column({ type: 'text', name: 'rejection_detail', nullable: true })
  rejectionDetail!: string | null;

  @Column({ type: 'jsonb', name: 'rejection_parameters', nullable: true })
  rejectionParameters!: Readonly<Record<string, unknown>> | null;

  /** For its owner; null where there are none. */
  @Column({ type: 'jsonb', nullable: true })
  notices!: readonly Notice[] | null;

  /** S3's name of the multipart upload; null for a single PUT. */
  @Column({ type: 'text', name: 'upload_id', nullable: true })
  uploadId!: string | null;

  @Column({ type: 'integer', name: 'part_size', nullable: true })
  partSize!: number | null;

  /** Until then the upload's key must not become free. */
  @Column({ type: 'timestamptz', precision: 3, name: 'url_expires_at' })
  urlExpiresAt!: Date;

  /** When an upload that never arrived becomes EXPIRED. */
  @Column({ type: 'timestamptz', precision: 3, name: 'deadline_at' })
  deadlineAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column({ ...moment, name: 'arrived_at' })
  arrivedAt!: Date | null;

  @Column({ ...moment, name: 'inspected_at' })
  inspectedAt!: Date | null;

  @Column({ ...moment, name: 'published_at' })
  publishedAt!: Date | null;

  @Column({ ...moment, name: 'rejected_at' })
  rejectedAt!: Date | null;

  @Column({ ...moment, name: 'expired_at' })
  expiredAt!: Date | null;

  @Column({ ...moment, name: 'removed_at' })
  removedAt!: Date | null;

  /** Whether an operator took this item down, or suspended its owner, or its owner is about to leave. */
  @Column({ type: 'text', name: 'removal_cause', nullable: true })
  removalCause!: 'TAKEDOWN' | 'SUSPENSION' | 'LEAVING' | null;

  /** Why an operator removed it, for its owner. */
  @Column({ type: 'text', name: 'removal_code', nullable: true })
  removalCode!: ReportReason | null;

  /** What the operator says to its owner. */
  @Column({ type: 'text', name: 'removal_text', nullable: true })
  removalText!: string | null;

  /** The operator's note; no answer holds it. */
  @Column({ type: 'text', name: 'removal_reason', nullable: true })
  removalReason!: string | null;

  /** Since when its objects are to be published again; with microseconds, which name the request. */
  @Column({ type: 'timestamptz', name: 'restore_requested_at', nullable: true })
  restoreRequestedAt!: Date | null;

  /** Set, the row is a tombstone: out of every answer, kept until the upload's key may be freed. */
  @Column({ ...moment, name: 'deleted_at' })
  deletedAt!: Date | null;

  /** Published objects, or parts of an upload, that are still to be removed from storage. */
  @Column({ type: 'timestamptz', name: 'removal_requested_at', nullable: true })
  removalRequestedAt!: Date | null;

  /** When the reconciler looks at storage again, not before. */
  @Column({ type: 'timestamptz', precision: 3, name: 'next_look_at', default: () => 'now()' })
  nextLookAt!: Date;

  /** How often the reconciler has had it inspected again. */
  @Column({ type: 'integer', default: 0 })
  invocations!: number;

  /** Since when the upload's key is free. */
  @Column({ ...moment, name: 'upload_removed_at' })
  uploadRemovedAt!: Date | null;
}
