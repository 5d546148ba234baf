import type { ChangeMediaBody } from '@media-feed/contract';

/** What is written of an item: null is none, `undefined` says nothing of it. */
export interface MediaTexts {
  readonly caption?: string | null | undefined;
  readonly altText?: string | null | undefined;
}

/** As they come from a client, to whom an empty text is none too. */
export const readTexts = ({ caption, altText }: ChangeMediaBody): MediaTexts => ({
  caption: caption === '' ? null : caption,
  altText: altText === '' ? null : altText,
});
