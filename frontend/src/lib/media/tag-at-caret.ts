import { parseCaption } from '@media-feed/contract';

/** A tag that somebody is writing: what of it stands there, without its #, and where that begins. */
export interface TagAtCaret {
  readonly begun: string;
  readonly start: number;
}

/** The tag that ends where the caret stands; undefined where none does, or where the word goes on behind it. */
export function tagAtCaret(text: string, caret: number): TagAtCaret | undefined {
  const last = parseCaption(text.slice(0, caret)).at(-1);
  if (last?.kind !== 'tag' || /^[\p{L}\p{M}\p{N}_]/u.test(text.slice(caret))) return undefined;
  return { begun: last.tag, start: caret - last.tag.length };
}

/** The text with the tag in place of what was begun, and a space behind it; the caret behind that. */
export function completeTag(
  text: string,
  { begun, start }: TagAtCaret,
  tag: string,
): { text: string; caret: number } {
  const rest = text.slice(start + begun.length);
  const completed = `${text.slice(0, start)}${tag}${/^\s/.test(rest) ? '' : ' '}`;
  return { text: completed + rest, caret: completed.length + (/^\s/.test(rest) ? 1 : 0) };
}
