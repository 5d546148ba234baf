/**
 * Short pieces of mark-up and script. Samples and compressed bytes look like some of them by chance, so that they are
 * believed only where text surrounds them; what is long enough to be told anywhere stands in `signatures.ts`.
 */

/** Mark-up and scripts, looked for without regard to case in what is text. */
export const markup: readonly [RegExp, string][] = [
  [/<script[\s>/]/gi, 'a script'],
  [/<\?php[\s]/gi, 'a PHP script'],
  // Three bytes that look like PHP's echo tag stand in quantisation tables and samples as well: only what an
  // expression can act with (a variable, a call, a command in backticks) makes them one.
  [
    /<\?=[\t\r\n -~]{0,200}?(?:\$[a-z_{]|[a-z_]\w{2}[\w"'\])\s]{0,40}\(|`[^`]{2})[\t\r\n -~]{0,400}?\?>/gi,
    'a PHP script',
  ],
  [/<\?=\s*@?(?:[a-z_\\]\w{3,40}\s*\(|\$_[A-Z]{3,7}\s*\[|`\s*[a-z$])/gi, 'a PHP script'],
  [/<!doctype\s+html/gi, 'an HTML document'],
  [/<html[\s>]/gi, 'an HTML document'],
  [/<svg[\s>]/gi, 'an SVG document'],
  [/<[a-z][^<>]{0,200}\son[a-z]{3,20}\s*=/gi, 'a script'],
  [/<(?:iframe|object|embed)\s[^<>]{0,400}=/gi, 'an HTML document'],
  [/\s(?:href|src|action)\s*=\s*["']?\s*(?:javascript|vbscript):/gi, 'a script'],
  [/<xsl:(?:stylesheet|transform)[\s>]/gi, 'a style sheet that transforms'],
  [/<%@\s*page\s/gi, 'a server page'],
  [/<%\s*(?:eval|execute)\b/gi, 'a server page'],
  [/<!--#(?:exec|include)\s/gi, 'a server page'],
  [/@echo\s+off\b/gi, 'a script'],
  [/#! ?\/(?:usr\/)?(?:local\/)?bin\/[a-z]/g, 'a script'],
  [/%PDF-\d\.\d/g, 'a PDF document'],
  // The end of a comment that began with the file, as where a picture is a script too.
  [/\*\/[^]{0,200}?\b(?:alert|eval|fetch|require|importScripts|Function|setTimeout)\s*\(/g, 'a script'],
  [/\*\/[^]{0,200}?\b(?:document|window|self|globalThis|process)\s*[.[]/g, 'a script'],
];

/** Bytes of text that surround a piece of mark-up: no chance brings so many of them together. */
const minWritingBytes = 80;
const isTextCode = (code: number): boolean =>
  (code >= 0x20 && code < 0x7f) || code === 0x09 || code === 0x0a || code === 0x0d;
const isEdge = (text: string, at: number): boolean => at < 0 || at >= text.length || text[at] === '\0';

/**
 * Whether what stands from `start` to `end` is part of a text: of one that fills its field from end to end (which zeros
 * may close), or of a long one.
 */
export function isWriting(text: string, start: number, end: number): boolean {
  let from = start;
  while (start - from < minWritingBytes && isTextCode(text.charCodeAt(from - 1))) from -= 1;
  let to = start;
  while (to - from < minWritingBytes && isTextCode(text.charCodeAt(to))) to += 1;
  if (to - from >= minWritingBytes) return true;
  return to >= end && isEdge(text, from - 1) && isEdge(text, to);
}
