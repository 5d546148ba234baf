/** What stands behind the end of a file's format. */
import type { Examination } from './examination.ts';
import { latin1 } from './bytes.ts';

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
  const head = latin1(await examination.upTo(end, 256));
  if (/^\s*\*\/.*[=(;]/s.test(head)) examination.rejectActive('a script', where);
}
