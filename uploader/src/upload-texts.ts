import { mediaTexts } from '@media-feed/contract';

/** What its person says of an upload, as it stands in the fields. */
export interface UploadTexts {
  readonly caption: string;
  readonly altText: string;
  readonly sensitive: boolean;
}

export const noTexts: UploadTexts = { caption: '', altText: '', sensitive: false };

interface WithTexts {
  readonly texts: UploadTexts;
  readonly savedTexts: UploadTexts;
}

const names = ['caption', 'altText', 'sensitive'] as const;

export const hasUnsavedTexts = ({ texts, savedTexts }: WithTexts): boolean =>
  names.some((name) => texts[name] !== savedTexts[name]);

/** What the API does not have yet, but for what it would refuse: a text never keeps a file from being uploaded. */
export const textsToSend = ({ texts, savedTexts }: WithTexts): Partial<UploadTexts> =>
  Object.fromEntries(
    names
      .filter((name) => texts[name] !== savedTexts[name] && mediaTexts[name].safeParse(texts[name]).success)
      .map((name) => [name, texts[name]]),
  );
