/** Bodies of the calls under /authentication. */
import * as z from 'zod/mini';
import { codePointCount, timestamp, uuid } from './common.ts';
import { fieldMessages } from './field-messages.ts';
import { limits } from './limits.ts';
import { preparePassword } from './password.ts';
import { ownProfileSchema } from './users.ts';

/** Trimmed and NFC; one @, a dotted domain, no spaces or control characters. 254 is RFC 5321's limit. */
const email = z.string().check(
  z.trim(),
  z.normalize('NFC'),
  z.maxLength(254),
  z.regex(/^[^\s@"\p{Cc}\p{Cs}]{1,64}@[^\s@.\p{Cc}\p{Cs}]+(\.[^\s@.\p{Cc}\p{Cs}]+)+$/u, {
    error: fieldMessages.emailInvalid,
  }),
);

const newPassword = z.string().check(
  z.overwrite(preparePassword),
  z.refine((password) => codePointCount(password) >= limits.minPasswordCodePoints, {
    error: fieldMessages.passwordTooShort,
  }),
  z.refine((password) => new TextEncoder().encode(password).length <= limits.maxPasswordBytes, {
    error: fieldMessages.passwordTooLong,
  }),
  z.refine((password) => !password.includes('\0') && password.isWellFormed(), {
    error: fieldMessages.passwordBroken,
  }),
);

const confirmPassword = z.string().check(z.overwrite(preparePassword));

/** What a link has behind its #. Any text, so that one that was cut short is told as such. */
const linkToken = z.string().check(z.maxLength(1024));

export const signUpBodySchema = z
  .strictObject({ email, password: newPassword, confirmPassword, invitation: z.optional(linkToken) })
  .check(
    z.refine((body) => body.password === body.confirmPassword, {
      path: ['confirmPassword'],
      error: fieldMessages.passwordsDiffer,
    }),
  );
export type SignUpBody = z.infer<typeof signUpBodySchema>;

/** Who may make an account: everybody, whoever has an invitation, or nobody. */
export const signUpModes = ['open', 'invitation', 'closed'] as const;
export type SignUpMode = (typeof signUpModes)[number];

/** How people get in here. */
export const signInOptionsSchema = z.strictObject({
  /** Identity providers; none yet. */
  providers: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  passwords: z.boolean(),
  signUp: z.enum(signUpModes),
});
export type SignInOptions = z.infer<typeof signInOptionsSchema>;

/** A wrong password is 401 and never 400, so that any text is taken; 1,024 keeps the work bounded. */
export const signInBodySchema = z.strictObject({ email, password: z.string().check(z.maxLength(1024)) });
export type SignInBody = z.infer<typeof signInBodySchema>;

/** Answer of sign-up, sign-in and refresh; the refresh token travels as a cookie beside it. */
export const sessionSchema = z.strictObject({
  accessToken: z.string(),
  /** Seconds until the access token ends. */
  expiresIn: z.int(),
  user: z.pick(ownProfileSchema, { id: true, email: true, name: true }),
});
export type Session = z.infer<typeof sessionSchema>;

/** The current password is any text, as at sign-in; the new one obeys the rules of sign-up. */
export const changePasswordBodySchema = z
  .strictObject({
    currentPassword: z.string().check(z.maxLength(1024)),
    newPassword,
    confirmPassword,
  })
  .check(
    z.refine((body) => body.newPassword === body.confirmPassword, {
      path: ['confirmPassword'],
      error: fieldMessages.newPasswordsDiffer,
    }),
  );
export type ChangePasswordBody = z.infer<typeof changePasswordBodySchema>;

export const requestPasswordResetBodySchema = z.strictObject({ email });
export type RequestPasswordResetBody = z.infer<typeof requestPasswordResetBodySchema>;

export const completePasswordResetBodySchema = z.strictObject({ token: linkToken, password: newPassword });
export type CompletePasswordResetBody = z.infer<typeof completePasswordResetBodySchema>;

export const confirmEmailBodySchema = z.strictObject({ token: linkToken });
export type ConfirmEmailBody = z.infer<typeof confirmEmailBodySchema>;

export const changeEmailBodySchema = z.strictObject({ email, password: z.string().check(z.maxLength(1024)) });
export type ChangeEmailBody = z.infer<typeof changeEmailBodySchema>;

/** One device that is signed in, as its owner sees it. */
export const signedInSessionSchema = z.strictObject({
  id: uuid,
  /** Such as `Firefox on Linux`; null where the client did not say. */
  device: z.nullable(z.string()),
  createdAt: timestamp,
  lastUsedAt: timestamp,
  expiresAt: timestamp,
  /** The session that asks. */
  current: z.boolean(),
});
export type SignedInSession = z.infer<typeof signedInSessionSchema>;

/** Most recently used first. */
export const signedInSessionsSchema = z.strictObject({ items: z.array(signedInSessionSchema) });
export type SignedInSessions = z.infer<typeof signedInSessionsSchema>;
