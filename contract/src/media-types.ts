/** The media types that the API accepts, which of them can be published, and how their names are understood (docs/api.md). */

export const mediaClasses = ['IMAGE', 'VIDEO', 'AUDIO'] as const;
export type MediaClass = (typeof mediaClasses)[number];

interface MediaTypeFacts {
  readonly mediaClass: MediaClass;
  /** What people call it. */
  readonly name: string;
  /** Other names that clients use for the same type. */
  readonly aliases: readonly string[];
  /** File name extensions without the dot; browsers that know no type for a file leave it to us. */
  readonly extensions: readonly string[];
  /**
   * False for a type that the API accepts but that nothing can decode yet: the Lambda rejects it as
   * UNSUPPORTED_TYPE, and the web app does not offer it and refuses it before a byte is sent.
   */
  readonly isPublishable: boolean;
}

const facts = {
  'image/jpeg': {
    mediaClass: 'IMAGE',
    name: 'JPEG',
    aliases: ['image/jpg', 'image/pjpeg'],
    extensions: ['jpg', 'jpeg', 'jfif'],
    isPublishable: true,
  },
  'image/png': {
    mediaClass: 'IMAGE',
    name: 'PNG',
    aliases: ['image/apng', 'image/x-png', 'image/vnd.mozilla.apng'],
    extensions: ['png', 'apng'],
    isPublishable: true,
  },
  'image/gif': { mediaClass: 'IMAGE', name: 'GIF', aliases: [], extensions: ['gif'], isPublishable: true },
  'image/webp': { mediaClass: 'IMAGE', name: 'WebP', aliases: [], extensions: ['webp'], isPublishable: true },
  'image/avif': {
    mediaClass: 'IMAGE',
    name: 'AVIF',
    aliases: ['image/avif-sequence'],
    extensions: ['avif'],
    isPublishable: true,
  },
  'image/heic': {
    mediaClass: 'IMAGE',
    name: 'HEIC',
    aliases: ['image/heic-sequence', 'image/x-heic'],
    extensions: ['heic', 'heics', 'hif'],
    isPublishable: true,
  },
  'image/heif': {
    mediaClass: 'IMAGE',
    name: 'HEIF',
    aliases: ['image/heif-sequence', 'image/x-heif'],
    extensions: ['heif', 'heifs'],
    isPublishable: true,
  },
  'video/mp4': {
    mediaClass: 'VIDEO',
    name: 'MP4',
    // What older phones record: the same container under another name.
    aliases: ['video/x-m4v', 'video/m4v', 'application/mp4', 'video/3gpp', 'video/3gpp2', 'video/3gp'],
    extensions: ['mp4', 'm4v', '3gp', '3g2'],
    isPublishable: true,
  },
  'video/quicktime': {
    mediaClass: 'VIDEO',
    name: 'MOV',
    aliases: ['video/mov', 'video/x-quicktime'],
    extensions: ['mov', 'qt'],
    isPublishable: true,
  },
  'video/webm': {
    mediaClass: 'VIDEO',
    name: 'WebM',
    // Sound alone is accepted in containers of films.
    aliases: ['audio/webm'],
    extensions: ['webm', 'weba'],
    isPublishable: true,
  },
  'video/x-matroska': {
    mediaClass: 'VIDEO',
    name: 'MKV',
    aliases: ['video/matroska', 'video/mkv', 'video/x-mkv', 'audio/x-matroska', 'audio/matroska'],
    extensions: ['mkv', 'mka'],
    isPublishable: true,
  },
  'audio/mpeg': {
    mediaClass: 'AUDIO',
    name: 'MP3',
    aliases: ['audio/mp3', 'audio/x-mp3', 'audio/x-mpeg', 'audio/mpeg3', 'audio/mpg'],
    extensions: ['mp3'],
    isPublishable: true,
  },
  'audio/mp4': {
    mediaClass: 'AUDIO',
    name: 'M4A',
    aliases: ['audio/x-m4a', 'audio/m4a', 'audio/x-mp4', 'audio/x-m4b', 'audio/m4b'],
    extensions: ['m4a', 'm4b'],
    isPublishable: true,
  },
  'audio/aac': {
    mediaClass: 'AUDIO',
    name: 'AAC',
    aliases: ['audio/aacp', 'audio/x-aac', 'audio/x-hx-aac-adts'],
    extensions: ['aac'],
    isPublishable: true,
  },
  'audio/ogg': {
    mediaClass: 'AUDIO',
    name: 'Ogg',
    aliases: ['audio/opus', 'audio/vorbis', 'audio/x-ogg', 'application/ogg'],
    extensions: ['ogg', 'oga', 'opus'],
    isPublishable: true,
  },
  'audio/flac': {
    mediaClass: 'AUDIO',
    name: 'FLAC',
    aliases: ['audio/x-flac'],
    extensions: ['flac'],
    isPublishable: true,
  },
  'audio/wav': {
    mediaClass: 'AUDIO',
    name: 'WAV',
    aliases: ['audio/x-wav', 'audio/wave', 'audio/vnd.wave', 'audio/x-pn-wav'],
    extensions: ['wav'],
    isPublishable: true,
  },
} as const satisfies Record<string, MediaTypeFacts>;

export type MediaType = keyof typeof facts;
export const mediaTypes = Object.keys(facts) as [MediaType, ...MediaType[]];

/** The types that a published item can have. */
export type PublishableMediaType = {
  [Type in MediaType]: (typeof facts)[Type]['isPublishable'] extends true ? Type : never;
}[MediaType];
export const isPublishable = (type: MediaType): type is PublishableMediaType => facts[type].isPublishable;
export const publishableMediaTypes = mediaTypes.filter(isPublishable) as [
  PublishableMediaType,
  ...PublishableMediaType[],
];

const byName = new Map<string, MediaType>();
const byExtension = new Map<string, MediaType>();
for (const type of mediaTypes) {
  byName.set(type, type);
  for (const alias of facts[type].aliases) byName.set(alias, type);
  for (const extension of facts[type].extensions) byExtension.set(extension, type);
}

/**
 * The type that a Content-Type header value or `File.type` names: case and parameters do not count, aliases
 * are understood (RFC 9110 §8.3.1). `undefined` for a type that the platform does not take.
 */
export function parseMediaType(contentType: string): MediaType | undefined {
  return byName.get((contentType.split(';', 1)[0] ?? '').trim().toLowerCase());
}

/** What the file name's extension suggests; only ever a hint for the declared type. */
export function mediaTypeOfFileName(fileName: string): MediaType | undefined {
  const dot = fileName.lastIndexOf('.');
  return dot < 0 ? undefined : byExtension.get(fileName.slice(dot + 1).toLowerCase());
}

export function mediaClassOf(type: MediaType): MediaClass {
  return facts[type].mediaClass;
}

/** What people call the type, such as "JPEG". */
export function mediaTypeName(type: MediaType): string {
  return facts[type].name;
}

/** File name extensions of the type, without the dot. */
export function extensionsOf(type: MediaType): readonly string[] {
  return facts[type].extensions;
}

/** The formats that can be published, for people: "JPEG, PNG, … and WAV". */
export function supportedFormats(): string {
  return new Intl.ListFormat('en-GB').format(publishableMediaTypes.map(mediaTypeName));
}

/** The same as a sentence. */
export function supportedFormatsSentence(): string {
  return `Supported formats are ${supportedFormats()}.`;
}
