/** Video and sound get a new container around the samples that came in. */
import { ADTS, CustomSource, FLAC, Input, MATROSKA, MP3, MP4, OGG, QTFF, WAVE, WEBM } from 'mediabunny';
import type { SandboxResult } from '../sandbox/messages.ts';
import type { Accepted, Rejected } from '../inspect/inspection.ts';
import { rejected } from '../inspect/rejected.ts';
import type { RangedReader } from '../inspect/ranged-reader.ts';
import { rewriteOggFlac } from './ogg-flac.ts';
import { containerOf, recordingName, type Container, type RecordingTarget } from './containers.ts';
import { pieceStream } from './piece-stream.ts';
import type { WritePiece } from './write-piece.ts';
import { planRewrite, rewrite, type RecordingTrack } from './rewrite.ts';

/** mediabunny guesses the container by itself: let it guess only among those that are inspected. */
const formats = [MP4, QTFF, WEBM, MATROSKA, MP3, ADTS, OGG, FLAC, WAVE];

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
  const packets = isOggFlac(found)
    ? await rewriteOggFlac(reader, open(oggFlacFrontBytes))
    : await remux(container, reader, found, open);
  // An empty WAV is a whole file of no sound; elsewhere nothing can be played without a packet.
  if (packets === 0 && found.target !== 'wav') {
    return corrupt('The recording holds neither picture nor sound.');
  }
  const { width, height } = found;
  return { outcome: 'READY', found, renditions: [{ name, width, height }], placeholder: null };
}

const isOggFlac = ({ mimeType, target }: Accepted) => mimeType === 'audio/ogg' && target === 'flac';
const oggFlacFrontBytes = 64;

/** @returns packets written. */
async function remux(
  container: Container,
  reader: RangedReader,
  found: Accepted,
  open: (frontBytes: number) => ReturnType<typeof pieceStream>,
): Promise<number> {
  const source = new CustomSource({
    getSize: () => reader.size,
    read: (start, end) => reader.read(start, end - start),
  });
  using input = new Input({ source, formats });
  const tracks = await wantedTracks(input, found);
  if (tracks.length < found.tracks.length) throw new Error('A track cannot be read');
  const plan = await planRewrite(tracks, container);
  return await rewrite(plan, container, open(plan.frontBytes));
}

/** The input's tracks for those that inspection found, in its order. */
async function wantedTracks(input: Input, found: Accepted): Promise<RecordingTrack[]> {
  const candidates = (await input.getTracks()).filter(
    (track) => track.isVideoTrack() || track.isAudioTrack(),
  );
  const codecs = await Promise.all(candidates.map((track) => track.getCodec()));
  const taken = new Set<number>();
  for (const { kind, codec } of found.tracks) {
    const index = candidates.findIndex(
      (track, i) => track.type === kind && codecs[i] === codec && !taken.has(i),
    );
    if (index >= 0) taken.add(index);
  }
  return [...taken].flatMap((index) => candidates[index] ?? []);
}
