/**
 * Everything of a person that the site has, as they take it along, in pages. The whole is the lists of all pages one
 * behind the other, in the order of the fields.
 */
import * as z from 'zod/mini';
import { timestamp, uuid } from './common.ts';
import { mediaItemSchema } from './media.ts';
import { cursorQuery } from './paging.ts';
import { reportOutcomes, reportReasons, subjectKinds } from './reports.ts';
import { ownProfileSchema } from './users.ts';

/** Another one where a field changes its meaning or goes; new fields may come with the same. */
export const exportVersion = 1;

/** The best that is kept of an item. */
export const exportedFileSchema = z.strictObject({
  /** The very file, or where none is kept the largest that is published. */
  kind: z.enum(['ORIGINAL', 'RENDITION']),
  url: z.string(),
  /** When the URL ends; a new one is in the same page when that is asked for again. Null: while the item is published. */
  expiresAt: z.nullable(timestamp),
  /** Bytes; null where that is not known. */
  size: z.nullable(z.int()),
});
export type ExportedFile = z.infer<typeof exportedFileSchema>;

export const exportPageSchema = z.strictObject({
  version: z.literal(exportVersion),
  /** The same in each page. */
  profile: ownProfileSchema,
  /** In any status, newest request first. The file is null where nothing of it may leave, or is kept. */
  items: z.array(z.strictObject({ item: mediaItemSchema, file: z.nullable(exportedFileSchema) })),
  likes: z.array(z.strictObject({ mediaId: uuid, likedAt: timestamp })),
  /** Newest first. */
  reports: z.array(
    z.strictObject({
      subject: z.strictObject({ kind: z.enum(subjectKinds), id: uuid }),
      reason: z.enum(reportReasons),
      text: z.nullable(z.string()),
      outcome: z.enum(reportOutcomes),
      createdAt: timestamp,
    }),
  ),
  /** What was noted of security, newest first. */
  securityEvents: z.array(
    z.strictObject({
      at: timestamp,
      /** Such as `signed-in`. */
      kind: z.string(),
      mediaId: z.nullable(uuid),
      detail: z.nullable(z.string()),
    }),
  ),
  nextCursor: z.nullable(z.string()),
});
export type ExportPage = z.infer<typeof exportPageSchema>;

export const exportQuerySchema = z.strictObject(cursorQuery);
export type ExportQuery = z.infer<typeof exportQuerySchema>;
