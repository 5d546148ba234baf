/** What people read about a rejection (docs/ux.md «Words for rejections»). 500 characters at most. */
import { supportedFormatsSentence, type MediaClass, type RejectionReason } from '@media-feed/contract';

const classNames: Record<MediaClass, { one: string; many: string }> = {
  IMAGE: { one: 'picture', many: 'pictures' },
  VIDEO: { one: 'video', many: 'videos' },
  AUDIO: { one: 'recording', many: 'sound' },
};

const withNote = (sentence: string, note: string): string =>
  note === '' ? sentence : `${sentence} (${note})`;

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
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = whole % 60;
  return [
    [hours, 'h'],
    [minutes, 'min'],
    [rest, 's'],
  ]
    .filter(([count]) => count !== 0)
    .map(([count, unit]) => `${String(count)} ${String(unit)}`)
    .join(' ');
}

const thousands = (count: number): string => count.toLocaleString('en');

export const rejectionMessages = {
  empty: () => 'This file is empty.',
  /** `found` with its article, such as "a BMP picture" or "an MP4 with MPEG-4 part 2 video". */
  unsupported: (found: string) => `This is ${found.slice(0, 200)}. ${supportedFormatsSentence()}`,
  active: (what: string) =>
    withNote(
      'This file contains something that could run or open on its own, so it was not published.',
      `Found: ${what}.`,
    ),
  corrupt: (what: string) => withNote('This file is damaged or incomplete. Try exporting it again.', what),
  mismatch: (declared: string, found: string) =>
    `This says it is ${declared}, but it is ${found}. Rename it and try again.`,
  tooLarge: (bytes: number, limit: number, mediaClass: MediaClass) =>
    `This file is ${byteWords(bytes)}; the limit for ${classNames[mediaClass].many} is ${byteWords(limit)}.`,
  tooMuchMetadata: (what: string, limit: number) =>
    `This file's ${what} is larger than ${byteWords(limit)}, the limit for it.`,
  tooManyPixels: (width: number, height: number, limitPixels: number, mediaClass: MediaClass) =>
    `This ${classNames[mediaClass].one} is ${thousands(width)} × ${thousands(height)}; the limit is ${String(Math.round(limitPixels / 1e6))} megapixels.`,
  tooLongSide: (width: number, height: number, limit: number, mediaClass: MediaClass) =>
    `This ${classNames[mediaClass].one} is ${thousands(width)} × ${thousands(height)}; the limit for a side is ${thousands(limit)} pixels.`,
  tooMuchAnimation: (width: number, height: number, frames: number, limitPixels: number) =>
    `This animation is ${thousands(frames)} frames of ${thousands(width)} × ${thousands(height)}; the limit is ${thousands(Math.round(limitPixels / 1e6))} megapixels in all.`,
  tooManyFrames: (frames: number, limit: number) =>
    `This animation has ${thousands(frames)} frames; the limit is ${thousands(limit)}.`,
  tooLong: (seconds: number, limit: number, mediaClass: MediaClass) =>
    `This ${classNames[mediaClass].one} lasts ${durationWords(seconds)}; the limit is ${durationWords(limit)}.`,
} as const;

export interface Rejection {
  readonly reason: RejectionReason;
  readonly detail: string;
}
