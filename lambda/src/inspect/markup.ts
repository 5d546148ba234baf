/**
 * Short pieces of mark-up and script. Samples and compressed bytes look like some of them by chance, so that they are
 * believed only where text surrounds them; what is long enough to be told anywhere stands in `signatures.ts`.
 */

import { latin1 } from './bytes.ts';

/** Mark-up and scripts, looked for without regard to case in what is text. */
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
  [/<[a-z][^<>]{0,200}\son[a-z]{3,20}\s*=/i, 'a script'],
  [/<(?:iframe|object|embed)\s[^<>]{0,400}=/i, 'an HTML document'],
  [/\s(?:href|src|action)\s*=\s*["']?\s*(?:javascript|vbscript):/i, 'a script'],
  [/<xsl:(?:stylesheet|transform)[\s>]/i, 'a style sheet that transforms'],
  [/<%@\s*page\s/i, 'a server page'],
  [/<%\s*(?:eval|execute)\b/i, 'a server page'],
  [/<!--#(?:exec|include)\s/i, 'a server page'],
  [/@echo\s+off\b/i, 'a script'],
  [/#! ?\/(?:usr\/)?(?:local\/)?bin\/[a-z]/, 'a script'],
  [/%PDF-\d\.\d/, 'a PDF document'],
  // The end of a comment that began with the file, as where a picture is a script too.
  [/\*\/[^]{0,200}?\b(?:alert|eval|fetch|require|importScripts|Function|setTimeout)\s*\(/, 'a script'],
  [/\*\/[^]{0,200}?\b(?:document|window|self|globalThis|process)\s*[.[]/, 'a script'],
];

/** Bytes of text that no chance brings together. */
const longWritingBytes = 80;
/** The shortest piece of mark-up. */
const shortWritingBytes = 5;

const isText = new Uint8Array(256);
for (let code = 0x20; code < 0x7f; code += 1) isText[code] = 1;
for (const code of [0x09, 0x0a, 0x0d]) isText[code] = 1;

/**
 * Stretches of text: long ones, and those that fill a field from end to end (which zeros may close). What stands between
 * other bytes is no text, whatever it looks like.
 */
function* writings(bytes: Uint8Array): Generator<readonly [from: number, to: number]> {
  const isEdge = (at: number): boolean => at < 0 || at >= bytes.length || bytes[at] === 0;
  let from = 0;
  for (let at = 0; at <= bytes.length; at += 1) {
    if (at < bytes.length && isText[bytes[at] ?? 0] === 1) continue;
    const length = at - from;
    if (length >= longWritingBytes || (length >= shortWritingBytes && isEdge(from - 1) && isEdge(at)))
      yield [from, at];
    from = at + 1;
  }
}

/** The first piece of mark-up or script in what is text. */
export function findMarkup(bytes: Uint8Array): string | undefined {
  const view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const [from, to] of writings(view)) {
    const text = latin1(view, from, to - from);
    const found = markup.find(([pattern]) => pattern.test(text));
    if (found) return found[1];
  }
  return undefined;
}
