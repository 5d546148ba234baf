import {
  fileOfExtension,
  isPublishable,
  limits,
  mediaTypeOfFileName,
  readRejection,
  type MediaClass,
  type RejectionReason,
} from '@media-feed/contract';
import type { Rejection } from '@media-feed/uploader';
import type { Texts } from '../../lib/text/texts.ts';

export interface RejectedFile {
  readonly fileName: string | null;
  readonly size: number;
  readonly mediaClass: MediaClass | null;
}

/**
 * What happened, in the reader's language: from what the API has found, or else from what is known here. Where this
 * page does not know the reason or its parameters, and for INTERNAL, which stands for reasons that the API did not
 * know either, it is the API's own sentence, in English.
 */
export function rejectionMessage(t: Texts, rejection: Rejection, file: RejectedFile): string {
  const { reason, detail, parameters = {} } = rejection;
  if (detail === null) return messageBeforeSending(t, reason, file);
  const known = reason === 'INTERNAL' ? undefined : readRejection(reason, parameters);
  return known ? t.rejections.sentence(known) : detail;
}

function messageBeforeSending(
  { rejections }: Texts,
  reason: RejectionReason,
  { fileName, size, mediaClass }: RejectedFile,
): string {
  if (reason === 'UNSUPPORTED_TYPE') {
    const extension = /\.([\p{L}\p{N}]{1,8})$/u.exec(fileName ?? '')?.[1];
    const type = mediaTypeOfFileName(fileName ?? '');
    // The name of a supported format would contradict the list of them.
    if (extension && !(type && isPublishable(type))) {
      return rejections.sentence({ reason, parameters: { found: fileOfExtension(extension) } });
    }
  }
  if (reason === 'TOO_LARGE' && mediaClass !== null) {
    const limit = limits.maxUploadBytes[mediaClass];
    return rejections.sentence({ reason, parameters: { size, limit, mediaClass } });
  }
  return rejections.general({ reason });
}

/** What its person can do now. */
export const nextStep = ({ rejections }: Texts, reason: RejectionReason): string =>
  rejections.nextSteps[reason];
