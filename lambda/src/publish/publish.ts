/** Makes safe renditions of an accepted file; nothing that came in is served as it came. */
import type { SandboxResult, OutputPiece } from '../sandbox/messages.ts';
import type { Accepted, InspectionLimits } from '../inspect/inspection.ts';
import type { RangedReader } from '../inspect/ranged-reader.ts';
import { publishPicture } from './pictures.ts';

/** Takes a piece of a rendition; resolves when there is room for more. */
export type WritePiece = (piece: OutputPiece) => Promise<void>;

/** REJECTED as CORRUPT where a decoder or demuxer gives up; rejects only where reading or writing fails. */
export async function publish(
  reader: RangedReader,
  found: Accepted,
  limits: InspectionLimits,
  write: WritePiece,
): Promise<SandboxResult> {
  if (found.target === 'image') return publishPicture(reader, found, limits, write);
  const { publishRecording } = await import('./recordings.ts');
  return publishRecording(reader, found, found.target, write);
}
