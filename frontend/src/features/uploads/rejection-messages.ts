import {
  describeRejection,
  fileOfExtension,
  generalRejectionSentence,
  isPublishable,
  limits,
  mediaClassOf,
  mediaTypeOfFileName,
  rejectionSentence,
  type MediaClass,
  type RejectionReason,
} from '@media-feed/contract';
import type { Rejection } from '@media-feed/uploader';

export interface RejectedFile {
  readonly fileName: string | null;
  readonly size: number;
  readonly mediaClass: MediaClass | null;
}

/** What happened, in a sentence of the contract's catalogue: from what the API has found, or else from what is known here. */
export function rejectionMessage({ reason, detail, parameters = {} }: Rejection, file: RejectedFile): string {
  return detail === null
    ? messageBeforeSending(reason, file)
    : describeRejection({ reason, detail, parameters });
}

function messageBeforeSending(reason: RejectionReason, { fileName, size, mediaClass }: RejectedFile): string {
  if (reason === 'UNSUPPORTED_TYPE') {
    const extension = /\.([\p{L}\p{N}]{1,8})$/u.exec(fileName ?? '')?.[1];
    const type = mediaTypeOfFileName(fileName ?? '');
    // The name of a supported format would contradict the list of them.
    if (extension && !(type && isPublishable(type))) {
      return rejectionSentence({ reason, parameters: { found: fileOfExtension(extension) } });
    }
  }
  if (reason === 'TOO_LARGE' && mediaClass !== null) {
    const limit = limits.maxUploadBytes[mediaClass];
    return rejectionSentence({ reason, parameters: { size, limit, mediaClass } });
  }
  return generalRejectionSentence(reason);
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
    case 'UNSUPPORTED_FEATURE':
      return 'Export it as a new file rather than saving it in place, and upload that.';
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
