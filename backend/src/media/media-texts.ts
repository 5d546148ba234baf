import type { ChangeMediaBody } from '@media-feed/contract';

/** What its owner says of an item: null is none, `undefined` says nothing of it. */
export interface MediaTexts {
  readonly caption?: string | null | undefined;
  readonly altText?: string | null | undefined;
  readonly sensitive?: boolean | undefined;
}

/** As they come from a client, to whom an empty text is none too. */
export const readTexts = ({ caption, altText, sensitive }: ChangeMediaBody): MediaTexts => ({
  caption: caption === '' ? null : caption,
  altText: altText === '' ? null : altText,
  sensitive,
});
