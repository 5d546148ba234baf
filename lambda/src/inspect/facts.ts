/** What the examination of one format yields, and the checks that are the same for all formats. */
import type { MediaClass, PublishableMediaType } from '@media-feed/contract';
import type { Examination } from './examination.ts';
import { isSideways, type Orientation } from './exif.ts';
import type { HeifPicture } from './heif-image.ts';
import type { ByteRange } from './byte-range.ts';
import type { CodedColour, Patch, Target, TrackFacts } from './inspection.ts';

export interface Facts {
  readonly mediaClass: MediaClass;
  readonly mimeType: PublishableMediaType;
  /** After orientation. */
  readonly width: number | null;
  readonly height: number | null;
  readonly durationSeconds: number | null;
  readonly frames: number;
  readonly tracks: TrackFacts[];
  readonly target: Target;
  /** How the decoded picture is to be turned; absent where it stands as it is. */
  readonly orientation?: Orientation;
  readonly colour?: CodedColour;
  readonly patches?: readonly Patch[];
  readonly soundRange?: ByteRange;
  readonly startsAt?: number;
  readonly heif?: HeifPicture;
  readonly isStillOfMore?: true;
}

export interface ImageFacts {
  readonly mimeType: PublishableMediaType;
  /** As stored. */
  readonly width: number;
  readonly height: number;
  readonly frames?: number;
  readonly orientation?: Orientation;
  /** What its decoder holds of the whole picture at once; 0 for one that goes line by line. */
  readonly decoderBytesPerPixel: number;
}

/** Rejects more pixels than the limits allow. */
export function checkPixels(
  examination: Examination,
  width: number,
  height: number,
  mediaClass: MediaClass,
): void {
  const { maxImagePixels, maxImageSide } = examination.limits;
  if (width * height > maxImagePixels) {
    examination.reject({
      reason: 'TOO_MANY_PIXELS',
      parameters: { width, height, limitPixels: maxImagePixels, mediaClass },
    });
  } else if (Math.max(width, height) > maxImageSide) {
    examination.reject({
      reason: 'TOO_MANY_PIXELS',
      parameters: { width, height, limitSide: maxImageSide, mediaClass },
    });
  }
}

export function imageFacts(examination: Examination, image: ImageFacts): Facts {
  const { mimeType, width, height, frames = 1, orientation = 1, decoderBytesPerPixel } = image;
  checkPixels(examination, width, height, 'IMAGE');
  checkDecoderMemory(examination, width * height, image, decoderBytesPerPixel);
  checkAnimation(examination, width, height, frames);
  const isTurned = isSideways(orientation);
  return {
    mediaClass: 'IMAGE',
    mimeType,
    width: isTurned ? height : width,
    height: isTurned ? width : height,
    durationSeconds: null,
    frames,
    tracks: [],
    target: 'image',
    ...(orientation === 1 ? {} : { orientation }),
  };
}

/** Told before any decoder runs: some formats can be decoded line by line, others only as a whole. */
function checkDecoderMemory(
  examination: Examination,
  pixels: number,
  { width, height }: ImageFacts,
  bytesPerPixel: number,
): void {
  const { maxDecoderBytes, maxImagePixels } = examination.limits;
  const limitPixels = Math.floor(maxDecoderBytes / bytesPerPixel);
  // The larger limit is the one that has told of it already.
  if (pixels <= limitPixels || pixels > maxImagePixels) return;
  examination.reject({
    reason: 'TOO_MANY_PIXELS',
    parameters: { width, height, limitPixels, mediaClass: 'IMAGE' },
  });
}

function checkAnimation(examination: Examination, width: number, height: number, frames: number): void {
  const { maxAnimationFrames, maxAnimationPixels, maxAnimationCanvasPixels } = examination.limits;
  if (frames === 1) return;
  if (frames > maxAnimationFrames) {
    examination.reject({
      reason: 'TOO_MANY_PIXELS',
      parameters: { frames, limitFrames: maxAnimationFrames },
    });
  }
  if (width * height * frames > maxAnimationPixels) {
    examination.reject({
      reason: 'TOO_MANY_PIXELS',
      parameters: { width, height, frames, limitPixels: maxAnimationPixels },
    });
  }
  if (width * height > maxAnimationCanvasPixels) {
    examination.reject({
      reason: 'TOO_MANY_PIXELS',
      parameters: { width, height, limitPixels: maxAnimationCanvasPixels, mediaClass: 'IMAGE' },
    });
  }
}

export interface AudioFacts {
  readonly mimeType: PublishableMediaType;
  readonly track: TrackFacts & { kind: 'audio' };
  readonly durationSeconds: number | null;
  /** Undefined where they are not counted. */
  readonly packets: number | undefined;
  readonly target: Target;
  readonly soundRange?: ByteRange;
}

export function audioFacts(sound: AudioFacts): Facts {
  const { mimeType, track, durationSeconds, packets, target, soundRange } = sound;
  return {
    ...(soundRange && { soundRange }),
    mediaClass: 'AUDIO',
    mimeType,
    width: null,
    height: null,
    durationSeconds,
    frames: 1,
    tracks: [packets === undefined ? track : { ...track, packets }],
    target,
  };
}
