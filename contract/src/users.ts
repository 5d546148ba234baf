/** Bodies of the calls under /users. */
import * as z from 'zod/mini';
import { lineOfText, linesOfText, timestamp, uuid } from './common.ts';
import { fieldMessages } from './field-messages.ts';
import { newHandleSchema } from './handle.ts';
import { limits } from './limits.ts';
import { isReservedName } from './reserved-names.ts';
import { hasInvisible } from './visible-text.ts';

/** What people may call themselves from now on; older names stay as they are. */
const newDisplayName = lineOfText(1, limits.maxNameCodePoints).check(
  z.refine((name) => !hasInvisible(name), { error: fieldMessages.nameInvisible }),
  z.refine((name) => !isReservedName(name), { error: fieldMessages.nameReserved }),
);

/** What people can be written to in. */
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** What everybody may see of a person. Never an e-mail address or a part of one. */
export const publicProfileSchema = z.strictObject({
  id: uuid,
  name: z.string(),
  /** Without @. */
  handle: z.nullable(z.string()),
  /** A few words about themselves; lines end with LF. */
  about: z.nullable(z.string()),
  createdAt: timestamp,
});
export type PublicProfile = z.infer<typeof publicProfileSchema>;

/** What people see of themselves. */
export const ownProfileSchema = z.strictObject({
  id: uuid,
  email: z.string(),
  name: z.string(),
  handle: z.nullable(z.string()),
  about: z.nullable(z.string()),
  createdAt: timestamp,
  /** What mails are written in. */
  language: z.enum(languages),
  /** Whether its owner has opened a link in a mail to that address. */
  emailVerified: z.boolean(),
  /** When the account is gone that its owner is deleting; until then it can be restored. */
  deletesAt: z.nullable(timestamp),
});
export type OwnProfile = z.infer<typeof ownProfileSchema>;

const used = z.int().check(z.gte(0));
/** How much may be; null where that is not limited. */
const limit = z.nullable(z.int());

/** What the caller has, and what counts for their quotas now: of the last 24 hours, and of the last hour, to ten minutes. */
export const usageSchema = z.strictObject({
  /** Of all files that are there: waiting, published, or removed by an operator. */
  bytes: used,
  bytesLimit: limit,
  /** As announced, whatever became of them. */
  bytesToday: used,
  bytesTodayLimit: limit,
  uploadsToday: used,
  uploadsTodayLimit: limit,
  /** Those too that were deleted while their URL works. */
  unfinishedUploads: used,
  unfinishedUploadsLimit: limit,
  /** How long was worked, in the last hour, on finding out what the uploads are and on publishing them. */
  processingSeconds: z.number().check(z.gte(0)),
  processingSecondsLimit: limit,
});
export type Usage = z.infer<typeof usageSchema>;

/** What is left out stays; null takes a handle or a text away, and so does an empty text. */
export const changeProfileBodySchema = z
  .strictObject({
    name: z.optional(newDisplayName),
    handle: z.optional(z.nullable(newHandleSchema)),
    about: z.optional(z.nullable(linesOfText(0, limits.maxAboutCodePoints, fieldMessages.aboutLength))),
    language: z.optional(z.enum(languages)),
  })
  .check(
    z.refine((body) => Object.keys(body).length > 0, {
      // As of the first version, in which there was nothing else.
      path: ['name'],
      error: 'Must have something to change',
    }),
  );
export type ChangeProfileBody = z.infer<typeof changeProfileBodySchema>;

/** The account's password, as any text: a wrong one is said at its field. */
const ownPassword = z.string().check(z.maxLength(1024));

export const deleteAccountBodySchema = z.strictObject({ password: ownPassword });
export type DeleteAccountBody = z.infer<typeof deleteAccountBodySchema>;

export const deletedAccountSchema = z.strictObject({ deletesAt: timestamp });
export type DeletedAccount = z.infer<typeof deletedAccountSchema>;

export const restoreAccountBodySchema = z.strictObject({ password: ownPassword });
export type RestoreAccountBody = z.infer<typeof restoreAccountBodySchema>;
