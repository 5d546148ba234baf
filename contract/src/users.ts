/** Bodies of the calls under /users. */
import * as z from 'zod/mini';
import { lineOfText, timestamp, uuid } from './common.ts';
import { limits } from './limits.ts';

const displayName = lineOfText(1, limits.maxNameCodePoints);

/** What everybody may see of a person. Never an e-mail address or a part of one. */
export const publicProfileSchema = z.strictObject({ id: uuid, name: displayName, createdAt: timestamp });
export type PublicProfile = z.infer<typeof publicProfileSchema>;

/** What people see of themselves. */
export const ownProfileSchema = z.strictObject({
  id: uuid,
  email: z.string(),
  name: displayName,
  createdAt: timestamp,
});
export type OwnProfile = z.infer<typeof ownProfileSchema>;

export const changeProfileBodySchema = z.strictObject({ name: displayName });
export type ChangeProfileBody = z.infer<typeof changeProfileBodySchema>;
