/** Bodies of the calls under /users. */
import * as z from 'zod/mini';
import { lineOfText, timestamp, uuid } from './common.ts';
import { fieldMessages } from './field-messages.ts';
import { limits } from './limits.ts';
import { isReservedName } from './reserved-names.ts';
import { hasInvisible } from './visible-text.ts';

/** What people may call themselves from now on; older names stay as they are. */
const newDisplayName = lineOfText(1, limits.maxNameCodePoints).check(
  z.refine((name) => !hasInvisible(name), { error: fieldMessages.nameInvisible }),
  z.refine((name) => !isReservedName(name), { error: fieldMessages.nameReserved }),
);

/** What everybody may see of a person. Never an e-mail address or a part of one. */
export const publicProfileSchema = z.strictObject({ id: uuid, name: z.string(), createdAt: timestamp });
export type PublicProfile = z.infer<typeof publicProfileSchema>;

/** What people see of themselves. */
export const ownProfileSchema = z.strictObject({
  id: uuid,
  email: z.string(),
  name: z.string(),
  createdAt: timestamp,
});
export type OwnProfile = z.infer<typeof ownProfileSchema>;

/** How much of something is used, and how much may be; null where that is not limited. */
const meterSchema = z.strictObject({ used: z.int().check(z.gte(0)), limit: z.nullable(z.int()) });

/** What counts for the caller's quotas now: of the last 24 hours, and of the last hour, to ten minutes. */
export const usageSchema = z.strictObject({
  /** Those too that were deleted while their URL works. */
  unfinishedUploads: meterSchema,
  /** Asked for, whatever became of them. */
  uploadsPerDay: meterSchema,
  /** As announced. */
  bytesPerDay: meterSchema,
  /** How long was worked on finding out what the uploads are, and on publishing them. */
  processingMillisecondsPerHour: meterSchema,
});
export type Usage = z.infer<typeof usageSchema>;

export const changeProfileBodySchema = z.strictObject({ name: newDisplayName });
export type ChangeProfileBody = z.infer<typeof changeProfileBodySchema>;
