/** A recording's tracks by mediabunny, from the container that came in to the one that is published. */
import { CustomSource, Input, MATROSKA, MP4, QTFF, WEBM, type InputFormat } from 'mediabunny';
import type { PublishableMediaType, UnsupportedFeature } from '@media-feed/contract';
import type { Accepted } from '../inspect/inspection.ts';
import type { RangedReader } from '../inspect/ranged-reader.ts';
import type { Container } from './containers.ts';
import { patchedReader } from './patched-reader.ts';
import type { pieceStream } from './piece-stream.ts';
import { planRecording, type RecordingPlan } from './plan-recording.ts';
import type { CopiedTrack } from './verify-output.ts';
import { frontBytesOf, rewrite, type RecordingTrack } from './rewrite.ts';

/** What the inspection found, in mediabunny's words: it is not to guess. */
const isoBmff = [MP4, QTFF];
const matroska = [WEBM, MATROSKA];
const inputFormats: Partial<Record<PublishableMediaType, readonly InputFormat[]>> = {
  'video/mp4': isoBmff,
  'video/quicktime': isoBmff,
  'audio/mp4': isoBmff,
  'video/webm': matroska,
  'video/x-matroska': matroska,
};

/** The inspection found a track that the demuxer does not. */
export class MissingTrack extends Error {}

export interface Remuxed {
  /** What became of each track that was found. */
  readonly copied: readonly CopiedTrack[];
  readonly plan: Omit<RecordingPlan, 'tracks'>;
}

/** @throws where the source is damaged, or reading or writing fails. */
export async function remux(
  container: Container,
  reader: RangedReader,
  found: Accepted,
  open: (frontBytes: number) => ReturnType<typeof pieceStream>,
): Promise<Remuxed | UnsupportedFeature> {
  const patched = patchedReader(reader, found.patches ?? []);
  const source = new CustomSource({
    getSize: () => patched.size,
    read: (start, end) => patched.read(start, end - start),
  });
  using input = new Input({ source, formats: [...(inputFormats[found.mimeType] ?? [])] });
  const tracks = await wantedTracks(input, found);
  if (tracks.length < found.tracks.length) throw new MissingTrack();
  const plan = await planRecording(tracks, found, container);
  if (typeof plan === 'string') return plan;
  const copied = await rewrite(plan.tracks, container, open(frontBytesOf(plan.tracks, container)));
  const { packetsRead } = plan;
  if (!packetsRead) return { copied, plan };
  return { copied: copied.map((counts, index) => ({ ...counts, read: packetsRead[index] ?? 0 })), plan };
}

/** The input's tracks for those that inspection found, in its order. */
async function wantedTracks(input: Input, found: Accepted): Promise<RecordingTrack[]> {
  const candidates = (await input.getTracks()).filter(
    (track) => track.isVideoTrack() || track.isAudioTrack(),
  );
  const codecs = await Promise.all(candidates.map((track) => track.getCodec()));
  const taken = new Set<number>();
  for (const { kind, codec, id } of found.tracks) {
    const index = candidates.findIndex(
      (track, i) =>
        track.type === kind && codecs[i] === codec && !taken.has(i) && (id === undefined || track.id === id),
    );
    if (index >= 0) taken.add(index);
  }
  return [...taken].flatMap((index) => candidates[index] ?? []);
}
