/** The media item, and the calls that read and change it. */
import * as z from 'zod/mini';
import { captionSchema, tagPrefixSchema, tagSchema } from './caption.ts';
import { integerParameter, lineOfText, linesOfText, sha256Schema, timestamp, uuid } from './common.ts';
import { limits } from './limits.ts';
import { mediaClasses, mediaTypes } from './media-types.ts';
import { noticeSchema } from './notices.ts';
import { cursorQuery } from './paging.ts';
import { rejectionParametersSchema, rejectionReasons } from './rejection.ts';
import { soundTagsSchema } from './sound-tags.ts';
import { reportReasons } from './reports.ts';

export const mediaStatuses = ['PENDING', 'READY', 'REJECTED', 'EXPIRED', 'REMOVED'] as const;
export type MediaStatus = (typeof mediaStatuses)[number];

export const timelineSteps = [
  'REQUESTED',
  'ARRIVED',
  'INSPECTED',
  'PUBLISHED',
  'ADDED',
  'REJECTED',
  'EXPIRED',
  'REMOVED',
] as const;
export type TimelineStep = (typeof timelineSteps)[number];

/** `OPEN` until an operator has looked again; `UPHELD`: it stays removed. What is restored has no removal any more. */
export const appealOutcomes = ['OPEN', 'UPHELD'] as const;

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
  /** Of what the upload was found to hold, such as `avc`, `hevc`, `aac`; empty for pictures. */
  codecs: z.array(z.string()),
  /** The waveform of a sound: a byte for each moment, as loud as its loudest sample, in base64. */
  peaks: z.nullable(z.string()),
  altText: z.nullable(z.string()),
  /** What its owner wrote under it; lines end with LF. */
  caption: z.nullable(z.string()),
  /** Of the caption, without #, in order and as first written; `maxTags` at most. */
  tags: z.array(z.string()),
  /** By its uploader's word: shown only to whoever asks to see it. */
  sensitive: z.boolean(),
  /** When one of its texts was last changed after it was published. */
  editedAt: z.nullable(timestamp),
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
  /** For the owner alone: why an operator removed it; null of what is hidden for another reason, or not at all. */
  removal: z.optional(
    z.nullable(
      z.strictObject({
        reason: z.enum(reportReasons),
        /** What the operator says about it. */
        text: z.nullable(z.string()),
        at: timestamp,
        /** Until when the owner may answer, once. */
        until: timestamp,
        /** The owner's answer; null where there is none. */
        appeal: z.nullable(
          z.strictObject({ text: z.string(), at: timestamp, outcome: z.enum(appealOutcomes) }),
        ),
      }),
    ),
  ),
  /** For the owner alone, once it is published: what could not be kept of the upload. */
  notices: z.optional(z.array(noticeSchema)),
  /** For the owner alone: so much later than its edit begins what is published; null where it does not. */
  startsLaterSeconds: z.optional(z.nullable(z.number())),
  /** For the owner alone: whether `getOriginal` has the very file. */
  hasOriginal: z.optional(z.boolean()),
  /** For the owner alone: of the file that they sent, in hexadecimal digits; null where it is not known. */
  sha256: z.optional(z.nullable(sha256Schema)),
  /** For the owner alone: what a sound says of itself, which they may want as its caption. */
  soundTags: z.optional(z.nullable(soundTagsSchema)),
  /** For the owner alone: what happened to the upload, oldest first. */
  timeline: z.optional(z.array(z.strictObject({ step: z.enum(timelineSteps), at: timestamp }))),
});
export type MediaItem = z.infer<typeof mediaItemSchema>;

export const feedQuerySchema = z
  .strictObject({
    page: z.optional(integerParameter(1, limits.maxPage)),
    ...cursorQuery,
    type: z.optional(z.enum(mediaClasses)),
    uploader: z.optional(uuid),
    liked: z.optional(z.literal('true')),
    tag: z.optional(tagSchema),
    /** Words, `"…"` and `-word`, in any order. */
    q: z.optional(lineOfText(1, limits.maxSearchCodePoints)),
  })
  .check(
    z.refine(({ tag, uploader, liked }) => tag === undefined || (uploader ?? liked) === undefined, {
      path: ['tag'],
      error: 'Must not be given together with uploader or liked',
    }),
    z.refine(
      ({ q, page, tag, uploader, liked }) =>
        q === undefined || (page ?? tag ?? uploader ?? liked) === undefined,
      {
        path: ['q'],
        error: 'Must not be given together with page, tag, uploader or liked',
      },
    ),
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

export const atomQuerySchema = z
  .strictObject({ tag: z.optional(tagSchema), uploader: z.optional(uuid) })
  .check(
    z.refine(({ tag, uploader }) => tag === undefined || uploader === undefined, {
      path: ['tag'],
      error: 'Must not be given together with uploader',
    }),
  );
export type AtomQuery = z.infer<typeof atomQuerySchema>;

/** What a search finds. */
export const searchPageSchema = z.strictObject({
  items: z.array(mediaItemSchema),
  size: z.int(),
  nextCursor: z.nullable(z.string()),
  /** Whether the time was over before the page was full: there may be more, from `nextCursor` on. */
  truncated: z.boolean(),
});
export type SearchPage = z.infer<typeof searchPageSchema>;

export const ownMediaQuerySchema = z.strictObject({
  status: z.optional(z.enum(mediaStatuses)),
  ...cursorQuery,
});
export type OwnMediaQuery = z.infer<typeof ownMediaQuerySchema>;

export const ownMediaPageSchema = z.strictObject({
  items: z.array(mediaItemSchema),
  nextCursor: z.nullable(z.string()),
});
export type OwnMediaPage = z.infer<typeof ownMediaPageSchema>;

/** What its owner says of an item. An empty text, or null, is none. */
export const mediaTexts = {
  caption: z.optional(z.nullable(captionSchema)),
  altText: z.optional(z.nullable(lineOfText(0, limits.maxAltTextCodePoints))),
  sensitive: z.optional(z.boolean()),
};

/** What is not named stays as it is. */
export const changeMediaBodySchema = z.strictObject(mediaTexts).check(
  z.refine((body) => Object.values(body).some((value) => value !== undefined), {
    error: 'Must have caption, altText or sensitive',
  }),
);
export type ChangeMediaBody = z.infer<typeof changeMediaBodySchema>;

/** The very file that its owner sent, as a download under its own name. */
export const originalSchema = z.strictObject({
  url: z.string(),
  expiresAt: timestamp,
  fileName: z.string(),
  /** Bytes. */
  size: z.int(),
  /** In hexadecimal digits; null where it is not known. */
  sha256: z.nullable(sha256Schema),
});
export type Original = z.infer<typeof originalSchema>;

export const likeStateSchema = z.strictObject({ liked: z.boolean(), likesCount: z.int() });
export type LikeState = z.infer<typeof likeStateSchema>;

export const tagsQuerySchema = z.strictObject({
  prefix: z.optional(tagPrefixSchema),
  size: cursorQuery.size,
});
export type TagsQuery = z.infer<typeof tagsQuerySchema>;

/** Most used first. */
export const tagsSchema = z.strictObject({
  tags: z.array(
    z.strictObject({
      /** As first written, without #. */
      tag: z.string(),
      itemsCount: z.int(),
    }),
  ),
});
export type Tags = z.infer<typeof tagsSchema>;

export const appealBodySchema = z.strictObject({ text: linesOfText(1, limits.maxAppealCodePoints) });
export type AppealBody = z.infer<typeof appealBodySchema>;
