import {
  cleanText,
  isPublishable,
  limits,
  mediaClassOf,
  mediaTypeOfFileName,
  parseMediaType,
  type MediaType,
} from '@media-feed/contract';
import type { Rejection } from './upload-state.ts';

interface ChosenFile {
  readonly name: string;
  readonly size: number;
  readonly type: string;
}

export type FileCheck =
  | { readonly ok: true; readonly mediaType: MediaType }
  | { readonly ok: false; readonly mediaType: MediaType | undefined; readonly rejection: Rejection };

/**
 * What can be known of a file before a byte is sent. The browser's type comes first; where it has none, or one
 * that is not supported, the name's extension is the hint. What the file really is, the platform finds out.
 */
export function checkFile(file: ChosenFile): FileCheck {
  const mediaType = parseMediaType(file.type) ?? mediaTypeOfFileName(file.name);
  const reject = (reason: Rejection['reason']): FileCheck => ({
    ok: false,
    mediaType,
    rejection: { reason, detail: null },
  });
  if (file.size === 0) return reject('EMPTY');
  // The platform knows some types that it cannot publish: why send what is sure to be rejected?
  if (!mediaType || !isPublishable(mediaType)) return reject('UNSUPPORTED_TYPE');
  if (file.size > limits.maxUploadBytes[mediaClassOf(mediaType)]) return reject('TOO_LARGE');
  return { ok: true, mediaType };
}

/** As the API accepts names: of 1 to 255 code points, with something to see, and nothing that reorders or overflows. */
export function labelOf(fileName: string): string {
  const printable = cleanText(fileName.normalize('NFC')).trim().normalize('NFC');
  const codePoints = Array.from(printable);
  if (codePoints.length <= limits.maxFileNameCodePoints) return visibleOr(printable);
  const dot = printable.lastIndexOf('.');
  const extension = dot > 0 ? Array.from(printable.slice(dot)).slice(0, 16) : [];
  const kept = [...codePoints.slice(0, limits.maxFileNameCodePoints - extension.length), ...extension];
  return visibleOr(cleanText(kept.join('').trim()));
}

const visibleOr = (name: string) => name || 'Untitled';
