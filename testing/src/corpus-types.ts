/** Files of the corpus whose manifest goes by their name, and that are something else by what stands in them. */
const misnamed: Readonly<Record<string, string>> = {
  // Its major brand is `heic`, by which libmagic calls it image/heic too.
  'image/b6dbf57d_heif.heif': 'image/heic',
};

/** @param path within the corpus. @param named by the manifest. */
export const corpusMimeType = (path: string, named: string): string => misnamed[path] ?? named;
