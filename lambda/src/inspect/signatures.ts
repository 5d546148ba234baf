/**
 * Signatures that are believed wherever they stand, among samples too: each demands so much of its format that
 * neither random nor compressed bytes look so by chance (lambda/test/inspect/signatures.spec.ts computes it).
 */
import { crc32, gunzipSync } from 'node:zlib';
import { latin1 } from './bytes.ts';
import {
  blanks,
  byte,
  choice,
  exact,
  oneOf,
  range,
  run,
  sequence,
  skip,
  tagBytes,
  textBytes,
  word,
  type Pattern,
  type Signature,
} from './signature.ts';

const at8 = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;
const at16 = (bytes: Uint8Array, at: number): number => at8(bytes, at) + at8(bytes, at + 1) * 0x100;
const at32 = (bytes: Uint8Array, at: number): number => at16(bytes, at) + at16(bytes, at + 2) * 0x1_0000;

const hasCrc32 = (bytes: Uint8Array, from: number, to: number, expected: number): boolean =>
  to <= bytes.length && crc32(bytes.subarray(from, to)) === expected;

const zeros = (count: number): Pattern => exact('\0'.repeat(count));
const space = byte(...blanks);
const anySpace = run(blanks, 0, 20);
const someSpace = run(blanks, 1, 20);
const quote = oneOf('"\'');
const digit = oneOf('0123456789');
const withinTag = run(tagBytes, 0, 200);
const attribute = (name: string): Pattern => sequence(word(name), anySpace, '=', anySpace, quote);

/** APPNOTE.TXT §4.3.7: version needed, flags, method, time, date, CRC, sizes, lengths of name and extra field. */
const zipEntry: Signature = {
  name: 'a ZIP archive',
  pattern: sequence(
    'PK\x03\x04',
    byte(...range(0, 63)),
    byte(...range(0, 19)),
    byte(...range(0, 15)),
    byte(0, 8),
    byte(...range(0, 19), ...range(93, 99)),
    '\0',
    skip(16),
    skip(1),
    byte(0, 1, 2, 3),
    skip(1),
    byte(0, 1, 2, 3),
  ),
  pointed: {
    at: (bytes, at) => at + 30 + at16(bytes, at + 26) + at16(bytes, at + 28) + at32(bytes, at + 18),
    pattern: choice('PK\x01\x02', 'PK\x03\x04', 'PK\x07\x08'),
  },
};

/** §4.3.16: one disk, as many entries on it as in all; its central directory lies in front of it. */
const zipEnd: Signature = {
  name: 'a ZIP archive',
  pattern: sequence('PK\x05\x06', zeros(4)),
  pointed: { at: (bytes, at) => at - at32(bytes, at + 12), pattern: exact('PK\x01\x02') },
  proof: {
    bits: 7,
    holds: (bytes, at) =>
      at + 22 + at16(bytes, at + 20) <= bytes.length && at16(bytes, at + 8) === at16(bytes, at + 10),
  },
};

/** RAR 4 «Archive header»: CRC-16 of what follows it, type 0x73, flags, size 13. */
const rar4: Signature = {
  name: 'a RAR archive',
  pattern: sequence('Rar!\x1a\x07\0', skip(2), 's', skip(1), byte(0, 1, 2, 3), '\x0d\0'),
  proof: {
    bits: 16,
    holds: (bytes, at) =>
      at + 20 <= bytes.length && (crc32(bytes.subarray(at + 9, at + 20)) & 0xffff) === at16(bytes, at + 7),
  },
};

/** RAR 5 «General archive block format»: CRC-32 of all from the header's size on. */
const rar5: Signature = {
  name: 'a RAR archive',
  pattern: exact('Rar!\x1a\x07\x01\0'),
  proof: {
    bits: 32,
    holds: (bytes, at) => {
      const size = at8(bytes, at + 12);
      return size < 0x80 && hasCrc32(bytes, at + 12, at + 13 + size, at32(bytes, at + 8));
    },
  },
};

/** 7zFormat.txt «SignatureHeader»: version, CRC of the start header of 20 bytes. */
const sevenZip: Signature = {
  name: 'a 7z archive',
  pattern: sequence('7z\xbc\xaf\x27\x1c\0', byte(...range(0, 9))),
  proof: { bits: 32, holds: (bytes, at) => hasCrc32(bytes, at + 12, at + 32, at32(bytes, at + 8)) },
};

/** The .xz file format §2.1.1: two bytes of flags, and their CRC. */
const xz: Signature = {
  name: 'an XZ archive',
  pattern: sequence('\xfd7zXZ\0\0', byte(0, 1, 4, 10)),
  proof: { bits: 32, holds: (bytes, at) => hasCrc32(bytes, at + 6, at + 8, at32(bytes, at + 8)) },
};

/** PE format «COFF File Header»: a processor, and either no symbols or an optional header of known magic. */
const peHeader = sequence(
  'PE\0\0',
  choice('\x4c\x01', '\x64\x86', '\xc0\x01', '\xc4\x01', '\x64\xaa', '\0\x02', '\xbc\x0e'),
  skip(1),
  '\0',
  skip(4),
  choice(zeros(8), sequence(skip(8), oneOf('\xe0\xf0'), '\0', skip(2), '\x0b', oneOf('\x01\x02'))),
);

const windowsProgram: Signature = {
  name: 'a Windows program',
  pattern: sequence(
    'MZ',
    skip(58),
    byte(...range(0, 255).filter((low) => low % 4 === 0)),
    byte(...range(0, 15)),
    zeros(2),
  ),
  pointed: { at: (bytes, at) => at + at32(bytes, at + 0x3c), pattern: peHeader },
};

/** «MS-DOS Stub»: what a Windows program says where it can't run; those cut short have it too. */
const windowsStub: Signature = {
  name: 'a Windows program',
  pattern: sequence('MZ', skip(60), run(range(0, 255), 0, 448), 'This program '),
};

/** ELF gABI «ELF Identification»: class, data encoding, version, system, and padding. */
const linuxProgram: Signature = {
  name: 'a Linux program',
  pattern: sequence('\x7fELF', byte(1, 2), byte(1, 2), '\x01', skip(2), zeros(7)),
};

const valueTypes = [0x6f, 0x70, ...range(0x7b, 0x7f)];
/** WebAssembly Core §5.5: preamble; the section of types comes first, each a function. */
const webAssembly: Signature = {
  name: 'a WebAssembly program',
  pattern: sequence(
    '\0asm\x01\0\0\0\x01',
    run(range(0, 255), 1, 3),
    byte(...range(1, 127)),
    '\x60',
    byte(...range(0, 8)),
    run(valueTypes, 0, 8),
    choice(sequence('\0', byte(0x60, ...range(1, 12))), sequence('\x01', byte(...valueTypes))),
  ),
};

/** ISO 32000-1 §7.5.2 and §7.3.10: the version on a line of its own, and an object behind it. */
const pdf: Signature = {
  name: 'a PDF document',
  pattern: sequence('%PDF-', oneOf('12'), '.', digit, oneOf('\r\n')),
  later: choice(sequence(oneOf(' \r\n'), digit, ' obj'), sequence('startxref', oneOf('\r\n'))),
};

const postScript: Signature = {
  name: 'a PostScript document',
  pattern: sequence('%!PS-Adobe-', digit, '.', digit),
};

/** [MS-CFB] §2.2: class id of zeros, versions, byte order, sector sizes, reserved bytes. */
const officeDocument: Signature = {
  name: 'an Office document',
  pattern: sequence(
    '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
    skip(18),
    byte(3, 4),
    '\0\xfe\xff',
    byte(9, 12),
    '\0\x06\0',
  ),
};

/** RTF 1.9.1 «Header»: the character set or what stands in its place comes first. */
const rtf: Signature = {
  name: 'an RTF document',
  pattern: sequence(
    '{\\rtf1',
    run(textBytes, 0, 8),
    '\\',
    choice(
      'ansi',
      'adeflang',
      'fbidis',
      'deff',
      'stshf',
      'object',
      'fonttbl',
      sequence('mac', oneOf('\\ {')),
      sequence('pc', oneOf('\\ {'), oneOf('{\\')),
    ),
  ),
};

/** RFC 1952 §2.3: no reserved flag, and values of XFL and OS that are given out; the data must unpack. */
const gzip: Signature = {
  name: 'a gzip archive',
  pattern: sequence(
    '\x1f\x8b\x08',
    byte(...range(0, 31)),
    skip(4),
    byte(0, 2, 4),
    byte(...range(0, 13), 255),
  ),
  proof: { bits: 64, holds: unpacks },
};

const maxUnpackedBytes = 1024 * 1024;

/** §2.3.1: CRC-32 and size of what it holds stand at its end. */
function unpacks(bytes: Uint8Array, at: number): boolean {
  try {
    gunzipSync(bytes.subarray(at), { maxOutputLength: maxUnpackedBytes });
    return true;
  } catch {
    return false;
  }
}

const bzip2: Signature = {
  name: 'a bzip2 archive',
  pattern: sequence('BZh', oneOf('123456789'), '1AY&SY'),
};

/** POSIX.1 ustar: the checksum at 148 is the sum of the header's 512 bytes, itself taken as blanks, in octal. */
const tar: Signature = {
  name: 'a tar archive',
  pattern: sequence('ustar', choice(sequence('\0', '00'), '  \0')),
  // Four octal digits at least, and four blanks or zeros round them.
  proof: { bits: 24, holds: isTarHeader },
};

function isTarHeader(bytes: Uint8Array, at: number): boolean {
  const start = at - 257;
  if (start < 0 || start + 512 > bytes.length) return false;
  const field = latin1(bytes, start + 148, 8);
  if (!/^[ 0-7]{4,8}[ \0]*$/.test(field)) return false;
  let sum = 8 * 0x20;
  for (let offset = 0; offset < 512; offset += 1) {
    if (offset < 148 || offset >= 156) sum += at8(bytes, start + offset);
  }
  return Number.parseInt(field, 8) === sum;
}

/** [MS-CAB] §2.1: three reserved fields of zeros, version 1.3. */
const cabinet: Signature = {
  name: 'a cabinet archive',
  pattern: sequence('MSCF', zeros(4), skip(4), zeros(4), skip(4), zeros(4), '\x03\x01'),
};

/** ar(5): the head of the first member ends with a backtick and a new line. */
const arArchive: Signature = { name: 'an ar archive', pattern: sequence('!<arch>\n', skip(58), '`\n') };

/** ECMA-119 §8.4: version, an unused byte, and 32 letters, digits and blanks that name the system. */
const diskImage: Signature = {
  name: 'a disk image',
  pattern: sequence('\x01CD001\x01\0', run(range(0x20, 0x5f), 32, 32)),
};

/** Java Virtual Machine Specification §4.1 and §4.4: major version 45 and up, then constants with their kinds. */
const javaClass: Signature = {
  name: 'a Java program',
  pattern: sequence(
    '\xca\xfe\xba\xbe',
    zeros(3),
    byte(...range(45, 99)),
    skip(2),
    byte(1, ...range(3, 12), ...range(15, 20)),
  ),
  proof: { bits: 25, holds: hasConstants },
};

/** Bytes behind the kind of a constant; a text has its length in two of them. */
const constantBytes: Partial<Record<number, number>> = {
  ...{ 3: 4, 4: 4, 5: 8, 6: 8, 7: 2, 8: 2, 9: 4, 10: 4, 11: 4, 12: 4 },
  ...{ 15: 3, 16: 2, 17: 4, 18: 4, 19: 2, 20: 2 },
};

/** Eleven constants one behind the other: 17 of 256 kinds are given out. */
function hasConstants(bytes: Uint8Array, start: number): boolean {
  let at = start + 10;
  for (let constant = 0; constant < 11; constant += 1) {
    const kind = at8(bytes, at);
    const length = kind === 1 ? 2 + at8(bytes, at + 1) * 0x100 + at8(bytes, at + 2) : constantBytes[kind];
    if (length === undefined || at + length >= bytes.length) return false;
    at += 1 + length;
  }
  return true;
}

/** `mach_header_64`: x86-64 or ARM64, a kind of file from 1 to 12. */
const macProgram: Signature = {
  name: 'a macOS program',
  pattern: sequence(
    '\xcf\xfa\xed\xfe',
    byte(0x07, 0x0c),
    '\0\0\x01',
    skip(1),
    zeros(2),
    byte(0, 0x80),
    byte(...range(1, 12)),
    zeros(3),
  ),
};

/** Dalvik executable format «header_item»: size of the header, and the order of bytes. */
const androidProgram: Signature = {
  name: 'an Android program',
  pattern: sequence('dex\n0', oneOf('34'), digit, '\0', skip(28), 'p\0\0\0', '\x78\x56\x34\x12'),
};

/** [MS-SHLLINK] §2.1: size and class id. */
const windowsShortcut: Signature = {
  name: 'a Windows shortcut',
  pattern: exact('L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F'),
};

const shells = ['sh', 'bash', 'dash', 'zsh', 'ksh', 'csh', 'env', 'python', 'perl', 'ruby', 'node', 'php'];
const shellScript: Signature = {
  name: 'a script',
  pattern: sequence(
    '#!',
    choice('/bin/', '/usr/bin/', '/usr/local/bin/'),
    choice(...shells),
    choice(oneOf(' \t\r\n'), sequence(digit, oneOf(' .\r\n'))),
  ),
};

const playlist: Signature = {
  name: 'a playlist',
  pattern: sequence(
    '#EXTM3U',
    run(textBytes, 0, 100),
    oneOf('\r\n'),
    choice('#EXT', '#http', 'http', 'file:'),
  ),
};

const testVirus: Signature = { name: 'a test virus', pattern: exact('EICAR-STANDARD-ANTIVIRUS-TEST-FILE') };

const scriptElement: Signature = {
  name: 'a script',
  pattern: sequence(word('<script'), choice(space, '>', '/')),
  later: word('</script'),
};

/** In XML an element may close itself. */
const scriptReference: Signature = {
  name: 'a script',
  pattern: sequence(
    word('<script'),
    space,
    withinTag,
    choice(word('src'), word('href')),
    anySpace,
    '=',
    anySpace,
    quote,
    run(textBytes, 6, 6),
  ),
};

const htmlDocument: Signature = {
  name: 'an HTML document',
  pattern: sequence(word('<!doctype'), someSpace, word('html')),
};

const htmlElement: Signature = {
  name: 'an HTML document',
  pattern: sequence(word('<html'), choice('>', sequence(space, withinTag, '>')), anySpace, '<'),
  later: choice(word('</html>'), word('</body>'), word('</script>'), word('</head>')),
};

const svgDocument: Signature = {
  name: 'an SVG document',
  pattern: sequence(
    word('<svg'),
    space,
    run(tagBytes, 0, 400),
    'xmlns',
    anySpace,
    '=',
    anySpace,
    quote,
    'http://www.w3.org/2000/svg',
  ),
};

/** Text in UTF-16, little-endian. */
const wide = (text: string): Pattern =>
  sequence(...text.split('').map((character) => sequence(word(character), '\0')));
const wideMarkup: Signature = {
  name: 'a document with mark-up',
  pattern: choice(
    sequence(wide('<script'), choice(space, '>', '/'), '\0'),
    sequence(wide('<html>'), run([0, ...textBytes], 0, 12), '<\0'),
    wide('<!doctype'),
  ),
};

const eventHandler: Signature = {
  name: 'a script',
  pattern: sequence(
    '<',
    choice(
      ...['img', 'svg', 'body', 'video', 'audio', 'input', 'details', 'iframe', 'object', 'embed'].map(word),
    ),
    choice(space, '/'),
    withinTag,
    choice(
      ...['onload', 'onerror', 'onclick', 'onfocus', 'ontoggle', 'onmouseover', 'onanimationstart'].map(word),
    ),
    anySpace,
    '=',
    run(textBytes, 12, 12),
  ),
};

const frame: Signature = {
  name: 'an HTML document',
  pattern: choice(
    sequence(
      word('<iframe'),
      space,
      withinTag,
      choice(attribute('src'), attribute('srcdoc')),
      run(textBytes, 4, 4),
    ),
    sequence(word('<object'), space, withinTag, attribute('data'), run(textBytes, 4, 4)),
    sequence(word('<embed'), space, withinTag, attribute('src'), run(textBytes, 12, 12)),
  ),
};

const scriptAddress: Signature = {
  name: 'a script',
  pattern: sequence(
    choice(word('href'), word('src'), word('action')),
    anySpace,
    '=',
    anySpace,
    run([0x22, 0x27], 0, 1),
    anySpace,
    choice(word('javascript:'), word('vbscript:')),
  ),
};

const styleSheet: Signature = {
  name: 'a style sheet that transforms',
  pattern: choice(word('<xsl:stylesheet'), word('<xsl:transform')),
};

const serverPage: Signature = {
  name: 'a server page',
  pattern: choice(
    sequence(
      '<%@',
      anySpace,
      word('page'),
      space,
      run(tagBytes, 0, 80),
      choice(word('language'), word('import'), word('contenttype')),
      anySpace,
      '=',
    ),
    sequence(
      '<%',
      anySpace,
      choice(word('eval'), word('execute')),
      anySpace,
      '(',
      anySpace,
      run([0x22], 0, 1),
      word('request'),
    ),
    sequence(
      '<!--#',
      choice(word('exec'), word('include')),
      someSpace,
      choice(word('cmd'), word('cgi'), word('file'), word('virtual')),
      '=',
    ),
  ),
};

const batchFile: Signature = {
  name: 'a script',
  pattern: sequence(word('@echo'), run(blanks, 1, 2), word('off'), oneOf('\r\n'), run(textBytes, 14, 14)),
};

/** The values that a request brings along: a PHP script that takes no orders from outside is no danger to anybody. */
const phpRequest = sequence('$_', choice('GET', 'POST', 'REQUEST', 'COOKIE', 'SERVER', 'FILES'), '[');
const phpFunctions = [
  ...[
    'system',
    'shell_exec',
    'passthru',
    'proc_open',
    'pcntl_exec',
    'assert',
    'eval',
    'base64_decode',
    'phpinfo',
  ],
  ...[
    'file_get_contents',
    'file_put_contents',
    'readfile',
    'unlink',
    'include',
    'require',
    'create_function',
  ],
];
const phpWords = [
  ...[
    'echo',
    'print',
    'return',
    'function',
    'class',
    'namespace',
    'foreach',
    'while',
    'define',
    'session_start',
  ],
  ...['header', 'global', 'error_reporting', 'set_time_limit', 'isset', 'empty', 'array', 'fopen', 'exec'],
];
const phpOpen = sequence(word('<?php'), space);
const php: Signature = {
  name: 'a PHP script',
  pattern: choice(
    sequence(
      phpOpen,
      run(textBytes, 0, 30),
      choice(...phpWords.map(word)),
      oneOf(' ($"\'@\\'),
      run(textBytes, 24, 24),
    ),
    sequence(
      phpOpen,
      run(textBytes, 0, 16),
      choice(...phpFunctions.map(word)),
      anySpace,
      '(',
      run(textBytes, 4, 4),
    ),
    sequence(phpOpen, run(textBytes, 0, 60), phpRequest),
    sequence('<?=', run(textBytes, 0, 12), phpRequest, run(textBytes, 0, 60), '?>'),
    sequence('<?=', run(textBytes, 0, 60), phpRequest, run(textBytes, 0, 12), '$_'),
    sequence(
      '<?=',
      run([0x20, 0x40], 0, 2),
      choice(...phpFunctions.filter((name) => name.length > 4).map(word)),
      '(',
      run(textBytes, 8, 8),
    ),
  ),
};

export const signatures: readonly Signature[] = [
  zipEntry,
  zipEnd,
  rar4,
  rar5,
  sevenZip,
  xz,
  windowsProgram,
  windowsStub,
  linuxProgram,
  webAssembly,
  pdf,
  postScript,
  officeDocument,
  rtf,
  gzip,
  bzip2,
  tar,
  cabinet,
  arArchive,
  diskImage,
  javaClass,
  macProgram,
  androidProgram,
  windowsShortcut,
  shellScript,
  playlist,
  testVirus,
  scriptElement,
  scriptReference,
  htmlDocument,
  htmlElement,
  svgDocument,
  wideMarkup,
  eventHandler,
  frame,
  scriptAddress,
  styleSheet,
  serverPage,
  batchFile,
  php,
];
