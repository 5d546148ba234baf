import {
  limits,
  mediaClassOf,
  mediaTypeOfFileName,
  parseMediaType,
  type MediaType,
} from '@media-feed/contract';
import type { Refusal } from './upload-state.ts';

interface ChosenFile {
  readonly name: string;
  readonly size: number;
  readonly type: string;
}

export type FileCheck =
  | { readonly ok: true; readonly mediaType: MediaType }
  | { readonly ok: false; readonly mediaType: MediaType | undefined; readonly refusal: Refusal };

/**
 * What can be said of a file before a byte is sent. The browser's type comes first; where it has none, or one
 * that nobody takes, the name's extension is the hint. What the file really is, the platform finds out.
 */
export function checkFile(file: ChosenFile): FileCheck {
  const mediaType = parseMediaType(file.type) ?? mediaTypeOfFileName(file.name);
  const refuse = (reason: Refusal['reason']): FileCheck => ({
    ok: false,
    mediaType,
    refusal: { reason, detail: null },
  });
  if (file.size === 0) return refuse('EMPTY');
  if (!mediaType) return refuse('UNSUPPORTED_TYPE');
  if (file.size > limits.maxUploadBytes[mediaClassOf(mediaType)]) return refuse('TOO_LARGE');
  return { ok: true, mediaType };
}

/** The API takes names of 1 to 255 code points without control characters. */
export function labelOf(fileName: string): string {
  const printable = fileName
    .replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ')
    .trim()
    .normalize('NFC');
  const codePoints = Array.from(printable);
  if (codePoints.length <= limits.maxFileNameCodePoints) return printable || 'Untitled';
  const dot = printable.lastIndexOf('.');
  const extension = dot > 0 ? Array.from(printable.slice(dot)).slice(0, 16) : [];
  return [...codePoints.slice(0, limits.maxFileNameCodePoints - extension.length), ...extension].join('');
}
