/** The media item, and the calls that read and change it. */
import * as z from 'zod/mini';
import { integerParameter, lineOfText, timestamp, uuid } from './common.ts';
import { limits } from './limits.ts';
import { mediaClasses, mediaTypes } from './media-types.ts';
import { noticeSchema } from './notices.ts';
import { rejectionParametersSchema, rejectionReasons } from './rejection.ts';

export const mediaStatuses = ['PENDING', 'READY', 'REJECTED', 'EXPIRED', 'REMOVED'] as const;
export type MediaStatus = (typeof mediaStatuses)[number];

export const timelineSteps = [
  'REQUESTED',
  'ARRIVED',
  'INSPECTED',
  'PUBLISHED',
  'REJECTED',
  'EXPIRED',
  'REMOVED',
] as const;
export type TimelineStep = (typeof timelineSteps)[number];

export const renditionSchema = z.strictObject({
  url: z.string(),
  width: z.nullable(z.int()),
  height: z.nullable(z.int()),
  mimeType: z.string(),
});
export type Rendition = z.infer<typeof renditionSchema>;

/** What does not apply or is not known yet is null. */
export const mediaItemSchema = z.strictObject({
  id: uuid,
  /** The declared class until the inspection result is in, then the one that was found. */
  type: z.enum(mediaClasses),
  status: z.enum(mediaStatuses),
  /** What the uploaded file was found to be. What is served carries its own Content-Type. */
  mimeType: z.nullable(z.enum(mediaTypes)),
  /** Bytes of the uploaded file. */
  size: z.int(),
  /** Pixels of the uploaded file, after orientation. */
  width: z.nullable(z.int()),
  height: z.nullable(z.int()),
  durationSeconds: z.nullable(z.number()),
  url: z.nullable(z.string()),
  thumbnailUrl: z.nullable(z.string()),
  renditions: z.array(renditionSchema),
  /** A thumbhash in base64. */
  placeholder: z.nullable(z.string()),
  altText: z.nullable(z.string()),
  likesCount: z.int(),
  /** Whether the caller likes it; false without a token. */
  liked: z.boolean(),
  uploader: z.strictObject({ id: uuid, name: z.string() }),
  /** The owner's own label; null to others. */
  fileName: z.nullable(z.string()),
  createdAt: timestamp,
  publishedAt: z.nullable(timestamp),
  /** For the owner alone. */
  rejection: z.optional(
    z.nullable(
      z.strictObject({
        reason: z.enum(rejectionReasons),
        /** A sentence in English. */
        detail: z.string(),
        /** What it tells, for clients with sentences of their own; empty where that was not recorded. */
        parameters: rejectionParametersSchema,
      }),
    ),
  ),
  /** For the owner alone, once it is published: what could not be kept of the upload. */
  notices: z.optional(z.array(noticeSchema)),
  /** For the owner alone: what happened to the upload, oldest first. */
  timeline: z.optional(z.array(z.strictObject({ step: z.enum(timelineSteps), at: timestamp }))),
});
export type MediaItem = z.infer<typeof mediaItemSchema>;

const pageSize = z.optional(integerParameter(1, limits.maxPageSize));
/** Opaque to clients. */
const cursor = z.optional(z.string().check(z.minLength(1), z.maxLength(200)));

export const feedQuerySchema = z
  .strictObject({
    page: z.optional(integerParameter(1, limits.maxPage)),
    size: pageSize,
    cursor,
    type: z.optional(z.enum(mediaClasses)),
    uploader: z.optional(uuid),
    liked: z.optional(z.literal('true')),
  })
  .check(
    z.refine((query) => query.page === undefined || query.cursor === undefined, {
      path: ['page'],
      error: 'Must not be given together with cursor',
    }),
  );
export type FeedQuery = z.infer<typeof feedQuerySchema>;

/** A numbered page; `nextCursor` goes on from its end, null at the end of the feed. */
export const feedPageSchema = z.strictObject({
  items: z.array(mediaItemSchema),
  page: z.int(),
  size: z.int(),
  total: z.int(),
  totalPages: z.int(),
  nextCursor: z.nullable(z.string()),
});
export type FeedPage = z.infer<typeof feedPageSchema>;

/** A page reached by a cursor. */
export const cursorPageSchema = z.strictObject({
  items: z.array(mediaItemSchema),
  size: z.int(),
  nextCursor: z.nullable(z.string()),
});
export type CursorPage = z.infer<typeof cursorPageSchema>;

export const ownMediaQuerySchema = z.strictObject({
  status: z.optional(z.enum(mediaStatuses)),
  cursor,
  size: pageSize,
});
export type OwnMediaQuery = z.infer<typeof ownMediaQuerySchema>;

export const ownMediaPageSchema = z.strictObject({
  items: z.array(mediaItemSchema),
  nextCursor: z.nullable(z.string()),
});
export type OwnMediaPage = z.infer<typeof ownMediaPageSchema>;

/** An empty text takes the description away. */
export const changeMediaBodySchema = z.strictObject({
  altText: z.nullable(lineOfText(0, limits.maxAltTextCodePoints)),
});
export type ChangeMediaBody = z.infer<typeof changeMediaBodySchema>;

export const likeStateSchema = z.strictObject({ liked: z.boolean(), likesCount: z.int() });
export type LikeState = z.infer<typeof likeStateSchema>;
