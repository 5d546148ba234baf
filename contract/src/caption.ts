/** What people write under a picture: what is allowed, and which parts of it are tags and links. */
import * as z from 'zod/mini';
import { linesOfText } from './common.ts';
import { fieldMessages } from './field-messages.ts';
import { limits } from './limits.ts';

/** A caption as it is kept; an empty one is none. */
export const captionSchema = linesOfText(0, limits.maxCaptionCodePoints, fieldMessages.captionLength);

/** Letters with their marks, digits and the underscore, in any script. */
const wordCharacter = '[\\p{L}\\p{M}\\p{N}_]';
const tagCharacters = `${wordCharacter}{1,${String(limits.maxTagCodePoints)}}`;

/**
 * An address, to the next space: what has a scheme and slashes, a scheme that takes none, `www.`, or a host with a path.
 * All of these hold no tags; the first is a link where its scheme is http or https.
 */
const address =
  '[a-z][a-z0-9+.-]{0,30}:\\/\\/\\S+|(?:javascript|data|vbscript|blob|mailto|tel):\\S+|www\\.\\S+' +
  '|[\\p{L}\\p{N}-]{1,63}(?:\\.[\\p{L}\\p{N}-]{1,63}){1,10}\\/\\S*';

const pattern = new RegExp(
  `(?<!${wordCharacter})(?:(?<address>${address})|#(?<tag>${tagCharacters})(?!${wordCharacter}))`,
  'giu',
);
/** With a letter, so that #2026 is a number. */
const oneTag = new RegExp(`^(?=.*\\p{L})${tagCharacters}$`, 'u');

/** What a caption is made of; all `text`s in a row are the caption. */
export type CaptionPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tag'; readonly text: string; readonly tag: string }
  /** `href` has the scheme http or https. */
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

/** Cuts a caption into text, tags (UAX #31 names the family of their rules) and links. */
export function parseCaption(caption: string): CaptionPart[] {
  const parts: CaptionPart[] = [];
  let end = 0;
  const add = (part: CaptionPart, at: number): void => {
    if (at > end) parts.push({ kind: 'text', text: caption.slice(end, at) });
    parts.push(part);
    end = at + part.text.length;
  };
  for (const { index, groups } of caption.matchAll(pattern)) {
    const { tag, address: found } = groups ?? {};
    if (tag !== undefined && isTag(tag)) add({ kind: 'tag', text: `#${tag}`, tag }, index);
    const link = found === undefined ? undefined : linkOf(found);
    if (link) add(link, index);
  }
  if (end < caption.length) parts.push({ kind: 'text', text: caption.slice(end) });
  return parts;
}

/** Every tag of a caption as it is written there, in order, each spelling once. */
export const tagsOf = (caption: string): string[] => [
  ...new Set(parseCaption(caption).flatMap((part) => (part.kind === 'tag' ? [part.tag] : []))),
];

/** Whether a text, without its #, is a tag. */
export const isTag = (text: string): boolean => oneTag.test(text);

/** How a tag may begin, with or without its #; as little as nothing. */
export const tagPrefixSchema = z.string().check(
  z.overwrite((text) => text.replace(/^#/u, '').normalize('NFC')),
  z.regex(new RegExp(`^(?:${tagCharacters})?$`, 'u'), { error: 'Must be the beginning of a tag' }),
);

/** A tag in a query, with or without its #. */
export const tagSchema = z.string().check(
  z.overwrite((text) => text.replace(/^#/u, '').normalize('NFC')),
  z.refine(isTag, { error: 'Must be a tag' }),
);

/** A sentence goes on behind a link: its marks at the end are no part of it, nor is a bracket that was opened before. */
function linkOf(found: string): CaptionPart | undefined {
  if (!/^https?:\/\//iu.test(found)) return undefined;
  // Counted once: a caption of nothing but brackets takes no longer than another.
  let unopened = found.split(')').length - found.split('(').length;
  let end = found.length;
  for (; end > 0; end -= 1) {
    const last = found[end - 1] ?? '';
    if (last === ')' && unopened > 0) unopened -= 1;
    else if (!/[.,;:!?'"’”»«>\]}…]/u.test(last)) break;
  }
  const text = found.slice(0, end);
  return URL.canParse(text) ? { kind: 'link', text, href: new URL(text).href } : undefined;
}
