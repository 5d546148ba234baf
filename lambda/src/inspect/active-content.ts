/**
 * Things that run or open on their own: scripts, documents, executables, archives, playlists. Told by their own
 * structure, so that neither samples nor ordinary text raise a false alarm.
 */
import { hasText, latin1 } from './bytes.ts';
import { findSignature, hasSignatureAt } from './signature-search.ts';
import { findMarkup } from './markup.ts';

interface Sign {
  readonly name: string;
  /** What the sign begins with, one byte a character. */
  readonly magic: string;
  /** Whether what begins there is the thing itself, and not bytes that happen to look so. */
  readonly isReal?: (bytes: Uint8Array) => boolean;
}

/** SWF 19, chapter 2: FWS, CWS or ZWS, and a version. */
const isFlash = (bytes: Uint8Array): boolean =>
  /^[CFZ]WS$/.test(latin1(bytes, 0, 3)) && (bytes[3] ?? 0) >= 1 && (bytes[3] ?? 0) <= 64;

/** RFC 1952 §2.3: no reserved flag, and values of XFL and OS that are given out. */
function isGzip(bytes: Uint8Array): boolean {
  const [flags = 255, extraFlags = 255, system = 254] = [bytes[3], bytes[8], bytes[9]];
  return flags < 0x20 && [0, 2, 4].includes(extraFlags) && (system === 255 || system <= 13);
}

/** Signs strong enough where one byte of a file is the only one at which they are looked for: behind the media's end. */
const behindEnd: readonly Sign[] = [
  { name: 'a gzip archive', magic: '\x1f\x8b\x08', isReal: isGzip },
  { name: 'a Zstandard archive', magic: '\x28\xb5\x2f\xfd' },
  { name: 'a Java or macOS program', magic: '\xca\xfe\xba\xbe' },
  { name: 'a script', magic: '#!', isReal: (bytes) => /^#! ?\/[ -~]{8}/.test(latin1(bytes, 0, 12)) },
];

/** Signs strong enough at the beginning of a stretch of metadata. */
const atPayloadStart: readonly Sign[] = [
  {
    name: 'a cpio archive',
    magic: '07070',
    isReal: (bytes) => /^[12][\da-f]{104}/i.test(latin1(bytes, 5, 105)),
  },
];

/** Signs too short to be believed but at the very start of a file that is nothing else. */
const atFileStart: readonly Sign[] = [
  { name: 'a Zstandard archive', magic: '\x28\xb5\x2f\xfd' },
  { name: 'a Java or macOS program', magic: '\xca\xfe\xba\xbe' },
  { name: 'a tar archive', magic: '', isReal: (bytes) => hasText(bytes, 257, 'ustar') },
  { name: 'a RAR archive', magic: 'Rar!\x1a\x07' },
  { name: 'a 7z archive', magic: '7z\xbc\xaf\x27\x1c' },
  { name: 'an XZ archive', magic: '\xfd7zXZ\0' },
  { name: 'a WebAssembly program', magic: '\0asm\x01\0\0\0' },
  { name: 'a PDF document', magic: '%PDF-' },
  { name: 'an Office document', magic: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' },
  { name: 'an ar archive', magic: '!<arch>\n' },
  { name: 'an Android program', magic: 'dex\n0' },
  { name: 'a Windows shortcut', magic: 'L\0\0\0\x01\x14\x02\0' },
  { name: 'a gzip archive', magic: '\x1f\x8b\x08' },
  { name: 'a bzip2 archive', magic: 'BZh' },
  { name: 'a RAR archive', magic: 'RE~^' },
  { name: 'an lzip archive', magic: 'LZIP' },
  { name: 'a compress archive', magic: '\x1f\x9d' },
  { name: 'a ZIP archive', magic: 'PK\x03\x04' },
  { name: 'a ZIP archive', magic: 'PK\x05\x06' },
  { name: 'a cabinet archive', magic: 'MSCF' },
  { name: 'a cpio archive', magic: '07070' },
  { name: 'a cpio archive', magic: '\xc7\x71' },
  { name: 'an LZH archive', magic: '', isReal: (bytes) => /^-l[hz][\dsd]-/.test(latin1(bytes, 2, 5)) },
  { name: 'a macOS program', magic: '\xfe\xed\xfa\xce' },
  { name: 'a macOS program', magic: '\xfe\xed\xfa\xcf' },
  { name: 'a macOS program', magic: '\xce\xfa\xed\xfe' },
  { name: 'a macOS program', magic: '\xcf\xfa\xed\xfe' },
  { name: 'a Flash program', magic: '', isReal: isFlash },
  { name: 'a Windows program', magic: 'MZ' },
  { name: 'a Linux program', magic: '\x7fELF' },
  { name: 'a compiled help document', magic: 'ITSF' },
  { name: 'a PostScript document', magic: '%!' },
  { name: 'a PostScript document', magic: '\xc5\xd0\xd3\xc6' },
  { name: 'an RTF document', magic: '{\\rtf' },
  {
    name: 'a script',
    magic: '#!',
    isReal: (bytes) => !hasText(bytes, 2, 'AMR') && !hasText(bytes, 2, 'SILK'),
  },
];

/** Text that opens or runs something, by its first words. */
const textStarts: readonly [RegExp, string][] = [
  [/^#EXTM3U/, 'a playlist'],
  [/^\[playlist\]/i, 'a playlist'],
  [/^ffconcat version/, 'a playlist'],
  [/^push graphic-context/, 'a drawing script'],
  [/^(?:<\?xml|<[a-z!][^<]{0,200}>)/i, 'a document with mark-up'],
  [/^<\?/, 'a script'],
  [/^@echo\b/i, 'a script'],
  [/^(?:Windows Registry Editor|REGEDIT4)/, 'a registry script'],
  [/^BEGIN:V(?:CALENDAR|CARD|EVENT)/, 'a calendar or contact document'],
];

const matches = (bytes: Uint8Array, { magic, isReal }: Sign): boolean =>
  hasText(bytes, 0, magic) && (isReal?.(bytes) ?? true);

/** Text behind a byte order mark and blanks; UTF-16 loses its zero bytes. */
function leadingText(bytes: Uint8Array): string {
  const head = bytes.subarray(0, 2048);
  const wide = hasText(head, 0, '\xff\xfe') || hasText(head, 0, '\xfe\xff');
  const text = latin1(head);
  return (wide ? text.slice(2).replaceAll('\0', '') : text.replace(/^\xef\xbb\xbf/, '')).trimStart();
}

const firstSign = (bytes: Uint8Array, signs: readonly Sign[]): string | undefined =>
  signs.find((candidate) => matches(bytes, candidate))?.name;

/** What a file that begins with `bytes`, and is no media, is to whoever opens it; `undefined` for nothing that acts. */
export function activeContentAtStart(bytes: Uint8Array): string | undefined {
  const sign = firstSign(bytes, [...atPayloadStart, ...atFileStart]) ?? hasSignatureAt(bytes, 0);
  if (sign !== undefined) return sign;
  const text = leadingText(bytes);
  return textStarts.find(([pattern]) => pattern.test(text))?.[1];
}

/** The same for a payload within a media file, where XML and short coincidences are common and harmless. */
export function payloadAtStart(bytes: Uint8Array): string | undefined {
  return firstSign(bytes, atPayloadStart) ?? hasSignatureAt(bytes, 0);
}

/** The same for what follows the media without a gap. */
export function activeContentBehindEnd(bytes: Uint8Array): string | undefined {
  return firstSign(bytes, behindEnd) ?? payloadAtStart(bytes);
}

/**
 * The first thing anywhere within `bytes` that could run or open on its own. Among samples only what no sample looks
 * like by chance; in metadata short pieces of mark-up too, where what surrounds them is text.
 */
export function findActiveContent(
  bytes: Uint8Array,
  among: 'metadata' | 'samples' = 'metadata',
): string | undefined {
  const signature = findSignature(bytes);
  if (signature !== undefined || among === 'samples') return signature;
  return findMarkup(bytes);
}

/** How far one sign reaches, so that pieces of a long stretch can overlap by it. */
export const longestSignBytes = 4096;
