/** Video and sound are written anew around the samples that came in. */
import { noticeOf, type MediaClass, type Notice, type Rejection } from '@media-feed/contract';
import type { RejectedWithCause } from '../sandbox/messages.ts';
import { Malformed } from '../inspect/bytes.ts';
import type { Accepted, InspectionLimits, Rejected, Target } from '../inspect/inspection.ts';
import { corruptAs, rejected } from '../inspect/rejected.ts';
import type { RangedReader } from '../inspect/ranged-reader.ts';
import { rethrowLibraryFailure } from '../library-failure.ts';
import { containerOf } from './containers.ts';
import { pieceStream } from './piece-stream.ts';
import type { LostSeconds } from './cut-plan.ts';
import { wholeFilm } from './plan-recording.ts';
import { MissingTrack, remux, type Remuxed } from './remux.ts';
import { roundSeconds } from './round-seconds.ts';
import { readSoundTags } from './sound-tags.ts';
import { soundFileOf } from './sound-files.ts';
import type { Made } from './verify-output.ts';
import type { WritePiece } from './write-piece.ts';

/** Endings of the renditions' names. */
const endings: Record<Exclude<Target, 'image'>, string> = {
  mp4: 'mp4',
  m4a: 'm4a',
  webm: 'webm',
  mp3: 'mp3',
  ogg: 'ogg',
  flac: 'flac',
  wav: 'wav',
  adts: 'aac',
};

/** Such as `video.mp4`. */
const recordingName = (mediaClass: MediaClass, target: keyof typeof endings): string =>
  `${mediaClass === 'VIDEO' ? 'video' : 'audio'}.${endings[target]}`;

type CorruptFailure = Extract<Extract<Rejection, { reason: 'CORRUPT' }>['parameters'], { failure: unknown }>;
const corrupt = (failure: CorruptFailure['failure']): Rejected =>
  rejected({ reason: 'CORRUPT', parameters: { failure } });

/** CORRUPT where the demuxer gives up; rejects only where reading or writing fails, or a library does not load. */
export async function publishRecording(
  reader: RangedReader,
  found: Accepted,
  target: Exclude<Target, 'image'>,
  limits: InspectionLimits,
  write: WritePiece,
): Promise<Made | RejectedWithCause> {
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
    const made = await writeAnew(noting, found, target, limits, (piece) => write(piece).catch(noteFailure));
    if (made.outcome === 'REJECTED' || found.mediaClass !== 'AUDIO') return made;
    const soundTags = await readSoundTags(noting, found).catch(() => {
      if (failure) throw failure.cause;
      // It plays without them.
      return undefined;
    });
    return { ...made, soundTags };
  } catch (error) {
    if (failure) throw failure.cause;
    rethrowLibraryFailure(error);
    if (error instanceof Malformed) return rejected(corruptAs(error));
    if (error instanceof MissingTrack) return corrupt('MISSING_TRACK');
    const cause = error instanceof Error ? error.message : String(error);
    return { ...corrupt('UNREADABLE_RECORDING'), cause };
  }
}

async function writeAnew(
  reader: RangedReader,
  found: Accepted,
  target: Exclude<Target, 'image'>,
  limits: InspectionLimits,
  write: WritePiece,
): Promise<Made | RejectedWithCause> {
  const name = recordingName(found.mediaClass, target);
  const made = await copySamples(reader, found, limits, (frontBytes, patchesClusters) =>
    pieceStream({ name, frontBytes, patchesClusters }, write),
  );
  if ('reason' in made) return rejected(made);
  // An empty WAV is a whole file of no sound; elsewhere nothing can be played without a packet.
  if (made.copied.every(({ written }) => written === 0) && target !== 'wav')
    return corrupt('NOTHING_TO_PLAY');
  const { width, height } = found;
  const durationSeconds = made.plan.durationSeconds ?? found.durationSeconds;
  return {
    outcome: 'READY',
    found: { ...found, durationSeconds: durationSeconds && roundSeconds(durationSeconds) },
    renditions: [{ name, width, height }],
    placeholder: null,
    copied: made.copied,
    notices: noticesOf(made.plan.lost),
  };
}

/** Below this nobody misses anything: a few frames. */
const leastLostSeconds = 0.1;

function noticesOf({ atStart, atJoins }: LostSeconds): Notice[] {
  const notices: Notice[] = [];
  if (atStart >= leastLostSeconds) {
    notices.push(noticeOf({ code: 'STARTS_LATER', parameters: { seconds: roundSeconds(atStart) } }));
  }
  if (atJoins >= leastLostSeconds) {
    notices.push(noticeOf({ code: 'PARTS_SHORTENED', parameters: { seconds: roundSeconds(atJoins) } }));
  }
  return notices;
}

async function copySamples(
  reader: RangedReader,
  found: Accepted,
  limits: InspectionLimits,
  open: (frontBytes: number, patchesClusters: boolean) => ReturnType<typeof pieceStream>,
): Promise<Remuxed | Rejection> {
  const soundFile = soundFileOf(reader, found, limits);
  if (soundFile) {
    const packets = await soundFile.write(open(soundFile.frontBytes, false));
    return { copied: [{ read: packets, written: packets }], plan: wholeFilm };
  }
  const container = containerOf(found.target);
  const foreign = found.tracks.find(({ codec }) => !container?.format.getSupportedCodecs().includes(codec));
  if (!container || foreign) {
    const what = foreign ? foreign.codec : 'no track';
    const parameters = { found: `a recording with ${what}, which its container cannot hold` };
    return { reason: 'UNSUPPORTED_TYPE', parameters };
  }
  const made = await remux(container, reader, found, (frontBytes) =>
    open(frontBytes, container.patchesClusters),
  );
  return typeof made === 'string' ? { reason: 'UNSUPPORTED_FEATURE', parameters: { feature: made } } : made;
}
