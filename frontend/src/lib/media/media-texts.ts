import { fieldMessageOf, limits, mediaTexts } from '@media-feed/contract';
import type { Texts } from '../text/texts.ts';

/** What is said of an item, as it stands in the fields. */
export interface WrittenTexts {
  readonly caption: string;
  readonly altText: string;
  readonly sensitive: boolean;
}

/** Why the API would not take a text; undefined where it would. */
export function objectionTo(t: Texts, name: 'caption' | 'altText', text: string): string | undefined {
  const parsed = mediaTexts[name].safeParse(text);
  const message = parsed.success ? undefined : parsed.error.issues[0]?.message;
  if (message === undefined) return undefined;
  const known = fieldMessageOf(message);
  return known ? t.account.errors.fields[known] : message;
}

/** How long a caption is, once that is worth knowing. */
export function captionCount(t: Texts, caption: string): string | undefined {
  const count = Array.from(caption.trim()).length;
  const most = limits.maxCaptionCodePoints;
  return count > most * 0.8 ? t.texts.captionCount({ count, most }) : undefined;
}

/** A description is one line, wherever its writer began another. */
export const inOneLine = (text: string): string => text.replaceAll(/\s+/gu, ' ');
