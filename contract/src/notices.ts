/**
 * What the owner of a published item should know about it, such as what could not be kept of an edit. For the owner
 * alone. Programs of another version may send codes that this one does not know: their sentence stands in `detail`.
 */
import * as z from 'zod/mini';
import { rejectionParametersSchema } from './rejection.ts';

const seconds = z.number().check(z.gte(0));

const schemas = {
  /** The film begins so much later, because no key frame stood where an edit lets it begin. */
  STARTS_LATER: z.object({ seconds }),
  /** So much is missing at the beginnings of parts that an edit joins, for the same reason. */
  PARTS_SHORTENED: z.object({ seconds }),
  /** A picture that moves, or has a film beside it, is published as a picture that stands still. */
  STILL_ONLY: z.object({}),
} as const;

export type NoticeCode = keyof typeof schemas;
export type KnownNotice = {
  [Code in NoticeCode]: { readonly code: Code; readonly parameters: z.infer<(typeof schemas)[Code]> };
}[NoticeCode];

export const maxNotices = 8;

export const noticeSchema = z.strictObject({
  code: z.string().check(z.regex(/^[A-Z][A-Z_]{0,39}$/)),
  /** A sentence in English. */
  detail: z.string().check(z.minLength(1), z.maxLength(500)),
  /** What it tells, for clients with sentences of their own. */
  parameters: rejectionParametersSchema,
});
export type Notice = z.infer<typeof noticeSchema>;

/** 0.6 s, and never "0 s" for something that is missing. */
export const noticeSeconds = (value: number): number => Math.max(0.1, Math.round(value * 10) / 10);

/** The sentence in English. */
export function noticeSentence({ code, parameters }: KnownNotice): string {
  if (code === 'STILL_ONLY') return 'It moves, or has a film with it: we publish the still picture of it.';
  const words = `${String(noticeSeconds(parameters.seconds))} s`;
  return code === 'STARTS_LATER'
    ? `It starts ${words} later than your cut, where the next frame stands that can be shown by itself.`
    : `${words} are missing where parts were joined, up to the next frame that can be shown by itself.`;
}

/** A notice as it is sent. */
export const noticeOf = (notice: KnownNotice): Notice => ({
  code: notice.code,
  detail: noticeSentence(notice),
  parameters: { ...notice.parameters },
});

/** `undefined` where this version does not know the code, or its parameters. */
export function readNotice({ code, parameters }: Notice): KnownNotice | undefined {
  const known = (Object.keys(schemas) as NoticeCode[]).find((candidate) => candidate === code);
  const read = known && schemas[known].safeParse(parameters);
  return known && read?.success ? ({ code: known, parameters: read.data } as KnownNotice) : undefined;
}
