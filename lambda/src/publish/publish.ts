/** Makes safe renditions of an accepted file; nothing that came in is served as it came. */
import type { SandboxResult } from '../sandbox/messages.ts';
import type { Accepted, InspectionLimits } from '../inspect/inspection.ts';
import type { RangedReader } from '../inspect/ranged-reader.ts';
import { publishPicture } from './pictures.ts';
import type { WritePiece } from './write-piece.ts';

/** REJECTED as CORRUPT where a decoder or demuxer gives up; rejects only where reading or writing fails. */
export async function publish(
  reader: RangedReader,
  found: Accepted,
  limits: InspectionLimits,
  write: WritePiece,
): Promise<SandboxResult> {
  if (found.target === 'image') return publishPicture(reader, found, limits, write);
  const { publishRecording } = await import('./recordings.ts');
  return publishRecording(reader, found, found.target, limits, write);
}
