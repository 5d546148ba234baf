/** What the examination of one format yields, and the checks that are the same for all formats. */
import type { MediaClass, PublishableMediaType } from '@media-feed/contract';
import type { Examination } from './examination.ts';
import type { ByteRange, Patch, Target, TrackFacts } from './inspection.ts';

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
  readonly patches?: readonly Patch[];
  readonly soundRange?: ByteRange;
}

export interface ImageFacts {
  readonly mimeType: PublishableMediaType;
  /** As stored. */
  readonly width: number;
  readonly height: number;
  readonly frames?: number;
  /** Orientation swaps the sides. */
  readonly sideways?: boolean;
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
  const { mimeType, width, height, frames = 1, sideways = false } = image;
  const { maxAnimationFrames, maxAnimationPixels } = examination.limits;
  checkPixels(examination, width, height, 'IMAGE');
  if (frames > maxAnimationFrames) {
    examination.reject({
      reason: 'TOO_MANY_PIXELS',
      parameters: { frames, limitFrames: maxAnimationFrames },
    });
  }
  if (frames > 1 && width * height * frames > maxAnimationPixels) {
    examination.reject({
      reason: 'TOO_MANY_PIXELS',
      parameters: { width, height, frames, limitPixels: maxAnimationPixels },
    });
  }
  return {
    mediaClass: 'IMAGE',
    mimeType,
    width: sideways ? height : width,
    height: sideways ? width : height,
    durationSeconds: null,
    frames,
    tracks: [],
    target: 'image',
  };
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
