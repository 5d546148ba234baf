import {
  isPublishable,
  limits,
  mediaClassOf,
  mediaTypeOfFileName,
  supportedFormatsSentence,
  type MediaClass,
  type RejectionReason,
} from '@media-feed/contract';
import { formatBytes } from '../../lib/format/format.ts';
import type { Rejection } from '@media-feed/uploader';

export interface RejectedFile {
  readonly fileName: string | null;
  readonly size: number;
  readonly mediaClass: MediaClass | null;
}

const classNames: Record<MediaClass, string> = { IMAGE: 'pictures', VIDEO: 'videos', AUDIO: 'sound' };

/** What happened, in a sentence: the API's own where there is one, because it has seen the file. */
export function rejectionMessage({ reason, detail }: Rejection, file: RejectedFile): string {
  return detail ?? ownMessage(reason, file);
}

function ownMessage(reason: RejectionReason, file: RejectedFile): string {
  switch (reason) {
    case 'EMPTY':
      return 'This file is empty.';
    case 'ACTIVE_CONTENT':
      return 'This file contains something that could run or open on its own, so it was not published.';
    case 'CORRUPT':
      return 'This file is damaged or incomplete. Try exporting it again.';
    case 'INTERNAL':
      return 'Something went wrong on our side. Your file was kept for a check; please try again.';
    case 'UNSUPPORTED_TYPE':
      return `${thisIs(file)} ${supportedFormatsSentence()}`;
    case 'TOO_LARGE':
      return `This file is ${formatBytes(file.size)}; ${limitFor(file.mediaClass)}.`;
    case 'TOO_MANY_PIXELS':
      return `This picture is too large; the limit is ${String(limits.maxImagePixels / 1e6)} megapixels.`;
    case 'TOO_LONG':
      return `This lasts too long; the limit is ${String(limits.maxDurationSeconds / 3600)} hours.`;
    case 'TYPE_MISMATCH':
      return 'This is not what its name says. Rename it and try again.';
  }
}

const limitFor = (mediaClass: MediaClass | null): string =>
  mediaClass === null
    ? 'that is over the limit'
    : `the limit for ${classNames[mediaClass]} is ${formatBytes(limits.maxUploadBytes[mediaClass])}`;

function thisIs({ fileName }: RejectedFile): string {
  const extension = /\.([\p{L}\p{N}]{1,8})$/u.exec(fileName ?? '')?.[1];
  return extension ? `This is a ${extension.toUpperCase()} file.` : 'This is a file of a kind we don’t know.';
}

/** What its person can do now. */
export function nextStep(reason: RejectionReason, fileName: string | null): string {
  switch (reason) {
    case 'EMPTY':
      return 'Check the original, and upload it again once it has something in it.';
    case 'UNSUPPORTED_TYPE':
      if (isNotYetSupportedPicture(fileName)) {
        return 'Export it as JPEG and upload that. iPhones take JPEG with Settings › Camera › Formats › Most Compatible.';
      }
      return 'Export it in one of these formats and upload it again.';
    case 'ACTIVE_CONTENT':
      return 'Export it again from a picture, video or sound program, and upload that.';
    case 'TYPE_MISMATCH':
      return 'Give it the right ending, or export it in the format its name says.';
    case 'TOO_LARGE':
      return 'Export it smaller, or at a lower quality, and upload it again.';
    case 'TOO_MANY_PIXELS':
      return 'Scale it down and upload it again.';
    case 'TOO_LONG':
      return 'Cut it into shorter pieces and upload those.';
    case 'CORRUPT':
      return 'Copy or export the original again; a broken download or card is the usual cause.';
    case 'INTERNAL':
      return 'Upload it again. If it happens twice, tell us the time it happened.';
  }
}

/** Such as HEIC, which most phones take pictures in. */
function isNotYetSupportedPicture(fileName: string | null): boolean {
  const type = mediaTypeOfFileName(fileName ?? '');
  return type !== undefined && !isPublishable(type) && mediaClassOf(type) === 'IMAGE';
}
