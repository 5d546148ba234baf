import { publishableMediaTypes } from '@media-feed/contract';

/** Some systems know these by their names only. */
const extensions = [
  '.mkv',
  '.mov',
  '.m4a',
  '.flac',
  '.opus',
  '.avif',
  '.heic',
  '.heif',
  '.hif',
  '.mka',
  '.weba',
  '.3gp',
  '.m4b',
] as const;

/** For `accept` of an `<input type="file">`. iPhones give their HEIC pictures to a page that asks for HEIC, else a JPEG. */
export const acceptAttribute = [...publishableMediaTypes, ...extensions].join();

/** The same for the picker that gives handles; there an extension stands with some type. */
export const acceptByType: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(publishableMediaTypes.map((type) => [type, []])),
  'video/mp4': extensions,
};
