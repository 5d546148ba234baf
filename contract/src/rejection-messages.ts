/**
 * What people read about a rejection, in one place for all programs: the Lambda sends reason and parameters, and the
 * sentence in English as `detail` for clients without a catalogue of their own (docs/ux.md «Words for rejections»).
 */
import * as z from 'zod/mini';
import { mediaClasses, mediaTypeName, mediaTypes, supportedFormatsSentence } from './media-types.ts';
import type { MediaClass } from './media-types.ts';
import type { MediaItem } from './media.ts';
import { rejectionReasons, type RejectionReason } from './rejection.ts';

/** Characters of one text among the parameters; two of them leave room for the sentence in the 500 of `detail`. */
export const maxParameterText = 150;

const text = z.string().check(z.minLength(1), z.maxLength(maxParameterText));
const count = z.int().check(z.gte(0));
const mediaClass = z.enum(mediaClasses);

/**
 * What of a whole and supported file can't be published: each with what it is, and how to do without it. Programs add
 * to these; a reader that does not know one shows `detail`.
 */
const features = {
  PLAYBACK_SPEED:
    'An edit plays part of this film faster or slower. Export it with the speed applied, and upload the new file.',
  FREEZE_FRAME:
    'An edit holds one frame of this film still. Export it with the edit applied, and upload the new file.',
  CUT_WITHOUT_KEY_FRAME:
    'This film is cut where no frame stands by itself, so the cut can’t be kept without encoding it anew. Export it with the cut applied, and upload the new file.',
  REPEATED_PARTS:
    'An edit plays parts of this film again and again. Export it with the edits applied, and upload the new file.',
  FORMAT_CHANGE:
    'The format changes in the middle of this file, such as its size, its codec or its sampling rate. Export all of it in one format, and upload the new file.',
  CHAINED_STREAMS:
    'This file is several recordings, one behind the other. Export it as one recording, or upload each by itself.',
  COMPRESSED_TRACKS:
    'The tracks of this file are compressed once more by their container. Save it anew without that (“no compression” in MKVToolNix), and upload the new file.',
} as const;
export type UnsupportedFeature = keyof typeof features;
const featureNames = z.enum(Object.keys(features) as UnsupportedFeature[]);

/**
 * Numbers are bytes, pixels, frames or seconds, as their names say. Texts are English, nouns with their article
 * ("a ZIP archive"), and for people only: programs decide by reasons.
 */
const schemas = {
  EMPTY: z.object({}),
  UNSUPPORTED_TYPE: z.union([
    /** A supported format, and what of it is not, such as "an MP4" and "AC-3 sound". */
    z.object({ format: text, feature: text }),
    /** Another format, such as "a BMP picture". */
    z.object({ found: text }),
  ]),
  UNSUPPORTED_FEATURE: z.object({ feature: featureNames }),
  /** What was found and where, such as "a script" and "in a comment". */
  ACTIVE_CONTENT: z.object({ found: text, place: z.optional(text) }),
  TYPE_MISMATCH: z.object({
    declared: z.enum([...mediaTypes, ...mediaClasses]),
    /** Such as "an MP4". */
    found: text,
    foundClass: z.optional(mediaClass),
  }),
  TOO_LARGE: z.union([
    z.object({ size: count, limit: count, mediaClass }),
    z.object({ metadata: z.enum(['STORED', 'UNPACKED']), limit: count }),
  ]),
  TOO_MANY_PIXELS: z.union([
    z.object({ width: count, height: count, frames: count, limitPixels: count }),
    z.object({ width: count, height: count, limitPixels: count, mediaClass }),
    z.object({ width: count, height: count, limitSide: count, mediaClass }),
    z.object({ frames: count, limitFrames: count }),
    z.object({ failure: z.literal('OUT_OF_MEMORY') }),
  ]),
  TOO_LONG: z.object({ durationSeconds: z.number().check(z.gte(0)), limitSeconds: count, mediaClass }),
  CORRUPT: z.union([
    /** What is wrong, in a sentence, such as "The PNG ends before its last chunk." */
    z.object({ fault: text }),
    z.object({
      failure: z.enum([
        'OUT_OF_MEMORY',
        'OUT_OF_TIME',
        'INVALID_OUTPUT',
        'DIED',
        'UNREADABLE_RECORDING',
        'MISSING_TRACK',
        'NOTHING_TO_PLAY',
        'UNREADABLE_PICTURE',
        'DIFFERENT_OUTPUT',
      ]),
    }),
  ]),
  INTERNAL: z.object({}),
} satisfies Record<RejectionReason, z.ZodMiniType>;

export type RejectionParameters<Reason extends RejectionReason> = z.infer<(typeof schemas)[Reason]>;

/** Why a file is rejected, with all that its sentence tells. */
export type Rejection = {
  [Reason in RejectionReason]: { readonly reason: Reason; readonly parameters: RejectionParameters<Reason> };
}[RejectionReason];

/** What each reason says without parameters. */
const general: Record<RejectionReason, string> = {
  EMPTY: 'This file is empty.',
  UNSUPPORTED_TYPE: `This is a file of a kind that is not supported. ${supportedFormatsSentence()}`,
  UNSUPPORTED_FEATURE:
    'This file uses something that can’t be published. Export it as a new file and upload that.',
  ACTIVE_CONTENT: 'This file contains something that could run or open on its own, so it was not published.',
  TYPE_MISMATCH: 'This is not what its name says. Rename it and try again.',
  TOO_LARGE: 'This file is larger than the limit.',
  TOO_MANY_PIXELS: 'This picture has more pixels than the limit.',
  TOO_LONG: 'This lasts longer than the limit.',
  CORRUPT: 'This file is damaged or incomplete. Try exporting it again.',
  INTERNAL: 'Something went wrong on our side. Your file was kept for a check; please try again.',
};

const classNames: Record<MediaClass, { one: string; withArticle: string; many: string }> = {
  IMAGE: { one: 'picture', withArticle: 'a picture', many: 'pictures' },
  VIDEO: { one: 'video', withArticle: 'a video', many: 'videos' },
  AUDIO: { one: 'recording', withArticle: 'sound', many: 'sound' },
};

const failures = {
  OUT_OF_MEMORY: 'Reading the file took more memory than any sound file needs.',
  OUT_OF_TIME: 'The file could not be read to its end in the time that a file of its size may take.',
  INVALID_OUTPUT: 'What the file says of itself leads to far more data than it holds.',
  DIED: 'The file is damaged in a way that the program reading it could not cope with.',
  UNREADABLE_RECORDING:
    'This file is damaged or incomplete: it could not be read to its end. Try exporting it again.',
  MISSING_TRACK:
    'This file is damaged or incomplete: the samples of a track can’t be found. Try exporting it again.',
  NOTHING_TO_PLAY: 'This recording holds neither pictures nor sound. Try exporting it again.',
  UNREADABLE_PICTURE:
    'This file is damaged or incomplete: the picture could not be decoded. Try exporting it again.',
  DIFFERENT_OUTPUT:
    'This file is damaged, or built in a way that we can’t publish whole. Export it again, and upload the new file.',
} as const;

/** 1,536 → "1.5 KB"; binary multiples under the names that people know. */
export function byteWords(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const rounded =
    unit === 0 || value >= 100 ? String(Math.round(value)) : String(Math.round(value * 10) / 10);
  return `${rounded} ${units[unit] ?? ''}`;
}

/** 5,400 → "1 h 30 min". */
export function durationWords(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${String(whole)} s`;
  return [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor((whole % 3600) / 60), 'min'],
    [whole % 60, 's'],
  ]
    .filter(([amount]) => amount !== 0)
    .map(([amount, unit]) => `${String(amount)} ${String(unit)}`)
    .join(' ');
}

const thousands = (amount: number): string => amount.toLocaleString('en');
const megapixels = (pixels: number): string => `${thousands(Math.round(pixels / 1e6))} megapixels`;

/** Letters whose names begin with a vowel, such as F ("ef"); U does not ("you"). */
const vowelLetter = /^[aefhilmnorsx8]/i;
/** One consonant, or several that English words begin with, and a vowel: spoken as a word, such as FLAC or MOV. */
const spokenWord = /^(?:[fhlmnrsx]|f[lr]|s[chklmnptw]|sh|str|spr)[aeiou][a-z]/i;
const spelledAllTheSame = /^(?:hevc)$/i;

/** "an AVI", "a PSD", "a FLAC": by how the name is spoken. */
export function withArticle(name: string): string {
  const isWord = spokenWord.test(name) && !spelledAllTheSame.test(name);
  return `${vowelLetter.test(name) && !isWord ? 'an' : 'a'} ${name}`;
}

/** "an AVI file". */
export const fileOfExtension = (extension: string): string => `${withArticle(extension.toUpperCase())} file`;

function mismatch({ declared, found, foundClass }: RejectionParameters<'TYPE_MISMATCH'>): string {
  const name = isMediaClass(declared) ? classNames[declared].withArticle : mediaTypeName(declared);
  const what = foundClass ? `${found}, ${classNames[foundClass].withArticle}` : found;
  return `This says it is ${name}, but it is ${what}. Rename it and try again.`;
}

const isMediaClass = (name: string): name is MediaClass => mediaClasses.some((known) => known === name);

function tooLarge(parameters: RejectionParameters<'TOO_LARGE'>): string {
  const limit = byteWords(parameters.limit);
  if ('metadata' in parameters) {
    const what = parameters.metadata === 'UNPACKED' ? 'metadata, unpacked,' : 'metadata';
    return `This file’s ${what} exceeds ${limit}, the limit for it.`;
  }
  const { many } = classNames[parameters.mediaClass];
  const size = byteWords(parameters.size);
  return size === limit
    ? `This file is a little larger than ${limit}, the limit for ${many}.`
    : `This file is ${size}; the limit for ${many} is ${limit}.`;
}

function tooManyPixels(parameters: RejectionParameters<'TOO_MANY_PIXELS'>): string {
  if ('failure' in parameters) return 'Decoding this picture takes more memory than the limit allows.';
  if ('limitFrames' in parameters) {
    return `This animation has ${thousands(parameters.frames)} frames; the limit is ${thousands(parameters.limitFrames)}.`;
  }
  const size = `${thousands(parameters.width)} × ${thousands(parameters.height)}`;
  if ('frames' in parameters) {
    const { frames, limitPixels } = parameters;
    return `This animation is ${thousands(frames)} frames of ${size}; the limit is ${megapixels(limitPixels)} in all.`;
  }
  const subject = `This ${classNames[parameters.mediaClass].one} is ${size}`;
  return 'limitSide' in parameters
    ? `${subject}; the limit for a side is ${thousands(parameters.limitSide)} pixels.`
    : `${subject}; the limit is ${megapixels(parameters.limitPixels)}.`;
}

/** The sentence in English, 500 characters at most. */
export function rejectionSentence({ reason, parameters }: Rejection): string {
  switch (reason) {
    case 'EMPTY':
    case 'INTERNAL':
      return general[reason];
    case 'UNSUPPORTED_TYPE':
      return 'feature' in parameters
        ? `This is ${parameters.format} of a kind we can’t read: ${parameters.feature}. ${supportedFormatsSentence()}`
        : `This is ${parameters.found}. ${supportedFormatsSentence()}`;
    case 'UNSUPPORTED_FEATURE':
      return features[parameters.feature];
    case 'ACTIVE_CONTENT': {
      const { found, place } = parameters;
      return `${general[reason]} (Found: ${place === undefined ? found : `${found} ${place}`}.)`;
    }
    case 'TYPE_MISMATCH':
      return mismatch(parameters);
    case 'TOO_LARGE':
      return tooLarge(parameters);
    case 'TOO_MANY_PIXELS':
      return tooManyPixels(parameters);
    case 'TOO_LONG': {
      const { durationSeconds, limitSeconds, mediaClass } = parameters;
      return `This ${classNames[mediaClass].one} lasts ${durationWords(durationSeconds)}; the limit is ${durationWords(limitSeconds)}.`;
    }
    case 'CORRUPT':
      return 'failure' in parameters
        ? failures[parameters.failure]
        : `${general[reason]} (${parameters.fault})`;
  }
}

/** A reason and parameters as another program sent them; `undefined` where this version does not know them. */
export function readRejection(reason: string, parameters: unknown): Rejection | undefined {
  const known = rejectionReasons.find((candidate) => candidate === reason);
  if (known === undefined) return undefined;
  const read = schemas[known].safeParse(parameters);
  return read.success ? ({ reason: known, parameters: read.data } as Rejection) : undefined;
}

/**
 * The sentence for a rejection as an item has it. It is `detail` itself where this version does not know the
 * parameters, and for INTERNAL, which stands for reasons that the API did not know either.
 */
export function describeRejection({
  reason,
  detail,
  parameters,
}: NonNullable<MediaItem['rejection']>): string {
  const rejection = reason === 'INTERNAL' ? undefined : readRejection(reason, parameters);
  return rejection ? rejectionSentence(rejection) : detail;
}

/** The sentence for a reason of which no more is known. */
export const generalRejectionSentence = (reason: RejectionReason): string => general[reason];
