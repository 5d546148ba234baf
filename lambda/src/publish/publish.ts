/** Makes safe renditions of an accepted file; nothing that came in is served as it came. */
import type { RejectedWithCause, SandboxResult } from '../sandbox/messages.ts';
import type { Accepted, InspectionLimits } from '../inspect/inspection.ts';
import type { RangedReader } from '../inspect/ranged-reader.ts';
import { libraryFailure } from '../library-failure.ts';
import { publishPicture } from './pictures.ts';
import { verifyOutput, type Made } from './verify-output.ts';
import type { WritePiece } from './write-piece.ts';
import { WrittenRenditions } from './written-renditions.ts';

/** Loaded when the first recording comes: pictures do without it, and the sandbox starts sooner. */
export const loadRecordings = () =>
  import('./recordings.ts').catch((cause: unknown) => {
    throw libraryFailure('Mediabunny', cause);
  });

/** REJECTED as CORRUPT where a decoder or demuxer gives up; rejects only where reading or writing fails, or a library does not load. */
export async function publish(
  reader: RangedReader,
  found: Accepted,
  limits: InspectionLimits,
  write: WritePiece,
): Promise<SandboxResult> {
  const written = new WrittenRenditions(write);
  const made = await make(reader, found, limits, written.write);
  if (made.outcome === 'REJECTED') return made;
  const seen = await verifyOutput(made, written, limits);
  if (seen.outcome === 'REJECTED') return seen;
  const { placeholder, notices = [], soundTags } = made;
  const { width, height } = seen;
  const renditions = made.copied
    ? made.renditions.map((rendition) => ({ ...rendition, width, height }))
    : made.renditions;
  return { outcome: 'READY', found: seen, renditions, placeholder, notices, soundTags };
}

async function make(
  reader: RangedReader,
  found: Accepted,
  limits: InspectionLimits,
  write: WritePiece,
): Promise<Made | RejectedWithCause> {
  if (found.target === 'image') return publishPicture(reader, found, limits, write);
  const { publishRecording } = await loadRecordings();
  return publishRecording(reader, found, found.target, limits, write);
}
