/**
 * Things that run or open on their own: scripts, documents, executables, archives, playlists. Told by their own
 * structure, so that neither compressed samples nor ordinary text raise a false alarm.
 */
import { hasText, latin1 } from './bytes.ts';

interface Sign {
  readonly name: string;
  /** What the sign begins with, one byte a character. */
  readonly magic: string;
  /** Whether what begins at `at` is the thing itself, and not bytes that happen to look so. */
  readonly isReal?: (bytes: Uint8Array, at: number) => boolean;
}

const byte = (bytes: Uint8Array, at: number): number => bytes[at] ?? -1;
const word = (bytes: Uint8Array, at: number): number => byte(bytes, at) + byte(bytes, at + 1) * 256;

/** APPNOTE.TXT §4.3.7: version, flags and method of a local file header, and a name of sane length. */
function isZipEntry(bytes: Uint8Array, at: number): boolean {
  const nameLength = word(bytes, at + 26);
  return byte(bytes, at + 4) <= 63 && word(bytes, at + 8) <= 99 && nameLength > 0 && nameLength <= 1024;
}

/** APPNOTE.TXT §4.3.16: one disk, as many entries on it as in all, and the comment fits. */
function isZipEnd(bytes: Uint8Array, at: number): boolean {
  return (
    at + 22 + word(bytes, at + 20) <= bytes.length &&
    word(bytes, at + 4) === 0 &&
    word(bytes, at + 8) === word(bytes, at + 10)
  );
}

/** PE format, «MS-DOS Stub»: the offset at 0x3C points to the PE signature, or the stub's words are there. */
function isPortableExecutable(bytes: Uint8Array, at: number): boolean {
  const header = at + word(bytes, at + 0x3c) + word(bytes, at + 0x3e) * 0x1_0000;
  return hasText(bytes, header, 'PE\0\0') || latin1(bytes, at, 512).includes('This program ');
}

/** ELF gABI, «ELF Identification»: class, data encoding, version. */
function isElf(bytes: Uint8Array, at: number): boolean {
  return (
    [1, 2].includes(byte(bytes, at + 4)) && [1, 2].includes(byte(bytes, at + 5)) && byte(bytes, at + 6) === 1
  );
}

/** POSIX.1 ustar, at byte 257 of a header: the checksum at 148 is the sum of its 512 bytes, itself taken as blanks. */
function isTarHeader(bytes: Uint8Array, at: number): boolean {
  const start = at - 257;
  if (start < 0 || start + 512 > bytes.length) return false;
  let sum = 8 * 0x20;
  for (let offset = 0; offset < 512; offset += 1) {
    if (offset < 148 || offset >= 156) sum += byte(bytes, start + offset);
  }
  return Number.parseInt(latin1(bytes, start + 148, 8), 8) === sum;
}

/** RFC 1952 §2.3: no reserved flag, and values of XFL and OS that are given out. */
function isGzip(bytes: Uint8Array, at: number): boolean {
  const system = byte(bytes, at + 9);
  return (
    byte(bytes, at + 3) < 0x20 &&
    [0, 2, 4].includes(byte(bytes, at + 8)) &&
    (system === 255 || (system >= 0 && system <= 13))
  );
}

/** Java Virtual Machine Specification §4.1: minor version below 256, major 45 (JDK 1.1) and up. */
const isJavaClass = (bytes: Uint8Array, at: number): boolean =>
  byte(bytes, at + 6) === 0 && byte(bytes, at + 7) >= 45 && byte(bytes, at + 7) < 100;

/** Mach-O, `mach_header_64`: a 64-bit processor (x86-64 or ARM64), and a kind of file from 1 to 12. */
const isMachO = (bytes: Uint8Array, at: number): boolean =>
  [0x07, 0x0c].includes(byte(bytes, at + 4)) &&
  hasText(bytes, at + 5, '\0\0\x01') &&
  byte(bytes, at + 12) >= 1 &&
  byte(bytes, at + 12) <= 12 &&
  byte(bytes, at + 13) === 0;

/** Signs that are strong enough to be believed wherever they stand. */
const anywhere: readonly Sign[] = [
  { name: 'a ZIP archive', magic: 'PK\x03\x04', isReal: isZipEntry },
  { name: 'a ZIP archive', magic: 'PK\x05\x06', isReal: isZipEnd },
  { name: 'a RAR archive', magic: 'Rar!\x1a\x07' },
  { name: 'a 7z archive', magic: '7z\xbc\xaf\x27\x1c' },
  { name: 'an XZ archive', magic: '\xfd7zXZ\0' },
  { name: 'a Windows program', magic: 'MZ', isReal: isPortableExecutable },
  { name: 'a Linux program', magic: '\x7fELF', isReal: isElf },
  { name: 'a WebAssembly program', magic: '\0asm\x01\0\0\0' },
  { name: 'a PDF document', magic: '%PDF-' },
  { name: 'a PostScript document', magic: '%!PS-Adobe' },
  { name: 'an Office document', magic: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' },
  { name: 'an RTF document', magic: '{\\rtf1' },
  { name: 'a gzip archive', magic: '\x1f\x8b\x08', isReal: isGzip },
  { name: 'a bzip2 archive', magic: 'BZh', isReal: (bytes, at) => hasText(bytes, at + 4, '1AY&SY') },
  { name: 'a tar archive', magic: 'ustar', isReal: isTarHeader },
  { name: 'a cabinet archive', magic: 'MSCF\0\0\0\0' },
  { name: 'an ar archive', magic: '!<arch>\n' },
  { name: 'a disk image', magic: '\x01CD001\x01' },
  { name: 'a Java program', magic: '\xca\xfe\xba\xbe\0', isReal: isJavaClass },
  { name: 'a macOS program', magic: '\xcf\xfa\xed\xfe', isReal: isMachO },
  { name: 'an Android program', magic: 'dex\n03' },
  { name: 'a Windows shortcut', magic: 'L\0\0\0\x01\x14\x02\0' },
  { name: 'a script', magic: '#!/bin/' },
  { name: 'a script', magic: '#!/usr/bin/' },
  { name: 'a playlist', magic: '#EXTM3U' },
  { name: 'a test virus', magic: 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE' },
];

/** SWF 19, chapter 2: FWS, CWS or ZWS, and a version. */
const isFlash = (bytes: Uint8Array, at: number): boolean =>
  /^[CFZ]WS$/.test(latin1(bytes, at, 3)) && byte(bytes, at + 3) >= 1 && byte(bytes, at + 3) <= 64;

/** Signs strong enough at the beginning of a stretch of metadata, or of what follows the media. */
const atPayloadStart: readonly Sign[] = [
  {
    name: 'a cpio archive',
    magic: '07070',
    isReal: (bytes) => /^[12][\da-f]{104}/i.test(latin1(bytes, 5, 105)),
  },
  { name: 'a Zstandard archive', magic: '\x28\xb5\x2f\xfd' },
  { name: 'a tar archive', magic: '', isReal: (bytes) => hasText(bytes, 257, 'ustar') },
  { name: 'a Java or macOS program', magic: '\xca\xfe\xba\xbe' },
  { name: 'a script', magic: '#!', isReal: (bytes) => /^#! ?\//.test(latin1(bytes, 0, 4)) },
];

/** Signs too short to be believed but at the very start of a file that is nothing else. */
const atFileStart: readonly Sign[] = [
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

/** Mark-up and scripts, looked for without regard to case. */
const markup: readonly [RegExp, string][] = [
  [/<script[\s>/]/i, 'a script'],
  [/<\?php[\s]/i, 'a PHP script'],
  // Three bytes that look like PHP's echo tag stand in quantisation tables and samples as well: only what an
  // expression can act with (a variable, a call, a command in backticks) makes them one.
  [
    /<\?=[\t\r\n -~]{0,200}?(?:\$[a-z_{]|[a-z_]\w{2}[\w"'\])\s]{0,40}\(|`[^`]{2})[\t\r\n -~]{0,400}?\?>/i,
    'a PHP script',
  ],
  [/<\?=\s*@?(?:[a-z_\\]\w{3,40}\s*\(|\$_[A-Z]{3,7}\s*\[|`\s*[a-z$])/i, 'a PHP script'],
  [/<!doctype\s+html/i, 'an HTML document'],
  [/<html[\s>]/i, 'an HTML document'],
  [/<svg[\s>]/i, 'an SVG document'],
  [/<\0(?:s\0c\0r\0i\0p\0t|h\0t\0m\0l|s\0v\0g)\0[\s>]/i, 'a document with mark-up'],
  [/<[a-z][^<>]{0,200}\son[a-z]{3,20}\s*=/i, 'a script'],
  [/<(?:iframe|object|embed)\s[^<>]{0,400}=/i, 'an HTML document'],
  [/\s(?:href|src|action)\s*=\s*["']?\s*(?:javascript|vbscript):/i, 'a script'],
  [/<xsl:(?:stylesheet|transform)[\s>]/i, 'a style sheet that transforms'],
  [/<%@\s*page\s/i, 'a server page'],
  [/<%\s*(?:eval|execute)\b/i, 'a server page'],
  [/<!--#(?:exec|include)\s/i, 'a server page'],
  [/@echo\s+off\b/i, 'a script'],
  // The end of a comment that began with the file, as where a picture is a script too.
  [/\*\/[^]{0,200}?\b(?:alert|eval|fetch|require|importScripts|Function|setTimeout)\s*\(/, 'a script'],
  [/\*\/[^]{0,200}?\b(?:document|window|self|globalThis|process)\s*[.[]/, 'a script'],
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

const matches = (bytes: Uint8Array, at: number, { magic, isReal }: Sign): boolean =>
  hasText(bytes, at, magic) && (isReal?.(bytes, at) ?? true);

/** Text behind a byte order mark and blanks; UTF-16 loses its zero bytes. */
function leadingText(bytes: Uint8Array): string {
  const head = bytes.subarray(0, 2048);
  const wide = hasText(head, 0, '\xff\xfe') || hasText(head, 0, '\xfe\xff');
  const text = latin1(head);
  return (wide ? text.slice(2).replaceAll('\0', '') : text.replace(/^\xef\xbb\xbf/, '')).trimStart();
}

const firstSign = (bytes: Uint8Array, signs: readonly Sign[]): string | undefined =>
  signs.find((candidate) => matches(bytes, 0, candidate))?.name;

/** What a file that begins with `bytes`, and is no media, is to whoever opens it; `undefined` for nothing that acts. */
export function activeContentAtStart(bytes: Uint8Array): string | undefined {
  const sign = firstSign(bytes, [...atPayloadStart, ...atFileStart, ...anywhere]);
  if (sign !== undefined) return sign;
  const text = leadingText(bytes);
  return textStarts.find(([pattern]) => pattern.test(text))?.[1];
}

/** The same for a payload within a media file, where XML and short coincidences are common and harmless. */
export function payloadAtStart(bytes: Uint8Array): string | undefined {
  return firstSign(bytes, [...atPayloadStart, ...anywhere]);
}

/** The first thing anywhere within `bytes` that could run or open on its own. */
export function findActiveContent(bytes: Uint8Array): string | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const sign of anywhere) {
    const magic = Buffer.from(sign.magic, 'latin1');
    for (let at = buffer.indexOf(magic); at >= 0; at = buffer.indexOf(magic, at + 1)) {
      if (sign.isReal?.(bytes, at) ?? true) return sign.name;
    }
  }
  if (!['<', '@', '*/'].some((beginning) => buffer.includes(beginning))) return undefined;
  const text = buffer.toString('latin1');
  return markup.find(([pattern]) => pattern.test(text))?.[1];
}

/** How far one sign reaches, so that pieces of a long stretch can overlap by it. */
export const longestSignBytes = 4096;
