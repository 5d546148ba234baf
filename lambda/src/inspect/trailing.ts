/** What stands behind the end of a file's format. */
import { activeContentBehindEnd } from './active-content.ts';
import { hasText, isZero, latin1, u16le, u32le } from './bytes.ts';
import type { Examination } from './examination.ts';

/**
 * Cameras and editors append much that is harmless and dropped when publishing (motion photos, further pictures,
 * padding); what could run or open on its own is rejected. In the first look only the file's tail is read, where
 * the directory of an appended ZIP stands.
 */
export async function checkTrailing(examination: Examination, end: number, format: string): Promise<void> {
  const length = examination.size - end;
  if (length <= 0) return;
  const where = `after the end of the ${format}`;
  await examination.scan(end, length, where);
  const head = await examination.upTo(end, 512);
  const found = activeContentBehindEnd(head);
  if (found !== undefined) examination.rejectActive(found, where);
  if (/^\s*\*\/.{0,250}[=(;]/s.test(latin1(head))) examination.rejectActive('a script', where);
}

const sectorBytes = 512;

/**
 * The same for pictures, of which nothing behind the end is ever published. Cameras write whole sectors of their
 * cards: zeros up to the next boundary, and then what earlier files had left there. Only what a program finds by the
 * end of the file, a ZIP archive's directory, is no remnant.
 */
export async function checkBehindPicture(
  examination: Examination,
  end: number,
  format: string,
): Promise<void> {
  if (!(await isCardSlack(examination, end))) return checkTrailing(examination, end, format);
  if (examination.depth === 'whole' && (await endsWithZipDirectory(examination, end))) {
    examination.rejectActive('a ZIP archive', `after the end of the ${format}`);
  }
}

async function isCardSlack(examination: Examination, end: number): Promise<boolean> {
  const padding = sectorBytes - (end % sectorBytes);
  if (examination.size % sectorBytes !== 0 || padding === sectorBytes || end >= examination.size)
    return false;
  return isZero(await examination.upTo(end, padding));
}

const zipEndBytes = 22;
const maxZipCommentBytes = 0xffff;

/** APPNOTE.TXT §4.3.16: the record whose comment ends with the file, and the directory in front of it. */
async function endsWithZipDirectory(examination: Examination, from: number): Promise<boolean> {
  const start = Math.max(from, examination.size - zipEndBytes - maxZipCommentBytes);
  const tail = await examination.upTo(start, examination.size - start);
  const buffer = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength);
  const magic = Buffer.from('PK\x05\x06', 'latin1');
  for (let at = buffer.lastIndexOf(magic); at >= 0; at = at === 0 ? -1 : buffer.lastIndexOf(magic, at - 1)) {
    if (at + zipEndBytes > tail.length || at + zipEndBytes + u16le(tail, at + 20) !== tail.length) continue;
    const directory = start + at - u32le(tail, at + 12);
    if (directory >= 0 && hasText(await examination.upTo(directory, 4), 0, 'PK\x01\x02')) return true;
  }
  return false;
}
