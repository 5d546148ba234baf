/** Which frame of a video stands for it. */
import { EncodedPacketSink, type EncodedPacket, type Input, type InputVideoTrack } from 'mediabunny';
import type { Accepted } from '../inspect/inspection.ts';
import type { RawPicture } from '../publish/raw-picture.ts';
import type { PixelSize } from '../publish/rendition-sizes.ts';
import { Decoder, type DecoderSettings } from './decoder.ts';
import { detailOf, isEmpty } from './detail.ts';
import type { Ffmpeg, Frame } from './ffmpeg.ts';
import { grayPixels, screenPixels } from './frame-pixels.ts';

/** Frames that are looked at, spread over this much from the beginning. */
const candidates = 8;
const windowSeconds = 60;
/** What frames are compared at. */
const look: PixelSize = { width: 160, height: 90 };
/** Where no key frame shows anything, this many frames behind the last one are decoded, and one in so many looked at. */
const maxFollowing = 300;
const lookAtEach = 10;
/** Looks without a better frame behind one that shows something: a fade is over by then. */
const patience = 3;

export interface FrameBudget {
  /** Whether more of the file may be read. */
  readonly isLeft: () => boolean;
}

interface Best {
  readonly rank: number;
  readonly isEmpty: boolean;
  readonly picture: RawPicture;
}

/** @param size of the picture that is wanted, before it is turned. Undefined where nothing can be decoded. */
export async function chooseFrame(
  ffmpeg: Ffmpeg,
  input: Input,
  { tracks, durationSeconds }: Accepted,
  size: PixelSize,
  budget: FrameBudget,
): Promise<RawPicture | undefined> {
  const [facts] = tracks.filter(({ kind }) => kind === 'video');
  const track = await input.getPrimaryVideoTrack();
  const config = await track?.getDecoderConfig();
  if (facts?.kind !== 'video' || !track || !config) return undefined;
  const { description } = config;
  const settings: DecoderSettings = { codec: facts.codec, description: description && toBytes(description) };
  let best: Best | undefined;
  let looksSinceBest = 0;
  const consider = (frame: Frame): void => {
    looksSinceBest += 1;
    const gray = grayPixels(ffmpeg, frame, look);
    const empty = isEmpty(gray, look);
    const rank = detailOf(gray, look) - (empty ? 255 : 0);
    if (best && rank <= best.rank) return;
    looksSinceBest = 0;
    best = { rank, isEmpty: empty, picture: screenPixels(ffmpeg, frame, size) };
  };

  let last: EncodedPacket | undefined;
  for await (const packet of keyFrames(track, durationSeconds ?? windowSeconds)) {
    Decoder.picture(ffmpeg, settings, packet.data, consider);
    last = packet;
    if (!budget.isLeft()) break;
  }
  const isEmptyYet = (): boolean => best?.isEmpty ?? true;
  if (last && isEmptyYet()) {
    await walkOn(
      ffmpeg,
      settings,
      track,
      last,
      budget,
      consider,
      () => !isEmptyYet() && looksSinceBest >= patience,
    );
  }
  return best?.picture;
}

/** Those at or before moments that are spread evenly; each once. */
async function* keyFrames(track: InputVideoTrack, durationSeconds: number): AsyncGenerator<EncodedPacket> {
  const sink = new EncodedPacketSink(track);
  const options = { verifyKeyPackets: true };
  const first = await sink.getFirstKeyPacket(options);
  if (!first) return;
  const start = first.timestamp;
  const span = Math.min(windowSeconds, durationSeconds);
  let previous: number | undefined;
  for (let index = 0; index < candidates; index += 1) {
    const packet = (await sink.getKeyPacket(start + (span * (index + 0.5)) / candidates, options)) ?? first;
    if (packet.timestamp !== previous) yield packet;
    previous = packet.timestamp;
  }
}

/** From a key frame on, until one shows something. */
async function walkOn(
  ffmpeg: Ffmpeg,
  settings: DecoderSettings,
  track: InputVideoTrack,
  from: EncodedPacket,
  budget: FrameBudget,
  consider: (frame: Frame) => void,
  isEnough: () => boolean,
): Promise<void> {
  const decoder = new Decoder(ffmpeg, settings);
  let frames = 0;
  const take = (frame: Frame): void => {
    frames += 1;
    if (frames % lookAtEach === 0) consider(frame);
  };
  try {
    for await (const { data } of new EncodedPacketSink(track).packets(from)) {
      decoder.decode(data, take);
      if (frames >= maxFollowing || isEnough() || !budget.isLeft()) return;
    }
    decoder.decode(undefined, take);
  } finally {
    decoder.close();
  }
}

export const toBytes = (source: AllowSharedBufferSource): Uint8Array =>
  ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
