/** Video and sound get a new container around the samples that came in. */
import type { SandboxResult } from '../sandbox/messages.ts';
import type { Accepted, Rejected } from '../inspect/inspection.ts';
import { rejected } from '../inspect/rejected.ts';
import type { RangedReader } from '../inspect/ranged-reader.ts';
import { rewriteOggFlac } from './ogg-flac.ts';
import { containerOf, recordingName, type Container, type RecordingTarget } from './containers.ts';
import { pieceStream } from './piece-stream.ts';
import type { WritePiece } from './write-piece.ts';
import { wholeFilm } from './plan-recording.ts';
import { remux } from './remux.ts';

const corrupt = (fault: string): Rejected => rejected({ reason: 'CORRUPT', parameters: { fault } });

/** CORRUPT where the demuxer gives up; rejects only where reading or writing fails. */
export async function publishRecording(
  reader: RangedReader,
  found: Accepted,
  target: RecordingTarget,
  write: WritePiece,
): Promise<SandboxResult> {
  let failure: { cause: unknown } | undefined;
  const noteFailure = (cause: unknown): never => {
    failure ??= { cause };
    throw cause;
  };
  const noting: RangedReader = {
    size: reader.size,
    read: (offset, length) => reader.read(offset, length).catch(noteFailure),
  };
  try {
    return await rewriteInto(containerOf(target), noting, found, (piece) => write(piece).catch(noteFailure));
  } catch (error) {
    if (failure) throw failure.cause;
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return corrupt(`The recording could not be read to its end: ${line}`);
  }
}

async function rewriteInto(
  container: Container,
  reader: RangedReader,
  found: Accepted,
  write: WritePiece,
): Promise<SandboxResult> {
  const foreign = found.tracks.find(({ codec }) => !container.format.getSupportedCodecs().includes(codec));
  if (foreign) {
    const parameters = { found: `a recording with ${foreign.codec}, which its container cannot hold` };
    return rejected({ reason: 'UNSUPPORTED_TYPE', parameters });
  }
  const { patchesClusters } = container;
  const name = recordingName(found.mediaClass, container);
  const open = (frontBytes: number) => pieceStream({ name, frontBytes, patchesClusters }, write);
  const made = isOggFlac(found)
    ? { packets: await rewriteOggFlac(reader, open(oggFlacFrontBytes)), plan: wholeFilm }
    : await remux(container, reader, found, open);
  if (typeof made === 'string') {
    return rejected({ reason: 'UNSUPPORTED_FEATURE', parameters: { feature: made } });
  }
  // An empty WAV is a whole file of no sound; elsewhere nothing can be played without a packet.
  if (made.packets === 0 && found.target !== 'wav') {
    return corrupt('The recording holds neither picture nor sound.');
  }
  const { width, height } = found;
  const durationSeconds = made.plan.durationSeconds ?? found.durationSeconds;
  return {
    outcome: 'READY',
    found: { ...found, durationSeconds: durationSeconds && roundSeconds(durationSeconds) },
    renditions: [{ name, width, height }],
    placeholder: null,
  };
}

/** To a microsecond: sums of fractions have more digits than sense. */
const roundSeconds = (seconds: number): number => Math.round(seconds * 1e6) / 1e6;

const isOggFlac = ({ mimeType, target }: Accepted) => mimeType === 'audio/ogg' && target === 'flac';
const oggFlacFrontBytes = 64;
