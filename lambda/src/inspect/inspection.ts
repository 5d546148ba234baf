/** What an inspection finds, and the limits that it holds files to. */
import {
  limits,
  type MediaClass,
  type PublishableMediaType,
  type RejectedResult,
  type RejectionReason,
} from '@media-feed/contract';
import type { ByteRange } from './byte-range.ts';
import type { Orientation } from './exif.ts';
import type { HeifPicture } from './heif-image.ts';

/** Bounds that are checked before any decoder sees a file. */
export interface InspectionLimits {
  /** Largest file of each class, in bytes. */
  readonly maxUploadBytes: Readonly<Record<MediaClass, number>>;
  /** Width × height of a picture or of a video frame, in pixels. */
  readonly maxImagePixels: number;
  /** Width or height of a picture or of a video frame, in pixels. */
  readonly maxImageSide: number;
  /** Width × height × frames of an animation, in pixels. */
  readonly maxAnimationPixels: number;
  /** Width × height of a HEIC, which is put together in memory, in pixels. */
  readonly maxHeicPixels: number;
  /** Width × height of an animation, whose frames are put together on a canvas of that size, in pixels. */
  readonly maxAnimationCanvasPixels: number;
  readonly maxAnimationFrames: number;
  /** What a decoder may hold of a picture that it can't decode line by line, in bytes. */
  readonly maxDecoderBytes: number;
  readonly maxDurationSeconds: number;
  /** Tracks of one container. */
  readonly maxTracks: number;
  /** Boxes, chunks, segments, elements or blocks that structure one file (frames of sound do not count). */
  readonly maxBoxes: number;
  /** Boxes or elements within one another. */
  readonly maxNesting: number;
  /** Scans of one JPEG, each of which costs a decoder a pass over the whole picture. */
  readonly maxScans: number;
  /** Metadata of one file (text, profiles, tags, covers), in bytes as stored. */
  readonly maxMetadataBytes: number;
  /** Compressed texts and profiles of one file (zTXt, iCCP), in bytes once decompressed. */
  readonly maxInflatedMetadataBytes: number;
}

const MiB = 1024 * 1024;

export const defaultInspectionLimits: InspectionLimits = {
  maxUploadBytes: limits.maxUploadBytes,
  maxImagePixels: limits.maxImagePixels,
  maxImageSide: 65_500,
  maxHeicPixels: 50_000_000,
  maxAnimationPixels: 200_000_000,
  maxAnimationCanvasPixels: 16_000_000,
  maxAnimationFrames: 5_000,
  maxDecoderBytes: 768 * MiB,
  maxDurationSeconds: limits.maxDurationSeconds,
  maxTracks: 32,
  maxBoxes: 1_000_000,
  maxNesting: 16,
  maxScans: 100,
  maxMetadataBytes: 64 * MiB,
  maxInflatedMetadataBytes: 16 * MiB,
};

/** Names as mediabunny has them, so that whoever rewrites the file need not translate. */
export type VideoCodec = 'avc' | 'hevc' | 'vp8' | 'vp9' | 'av1';
export type AudioCodec =
  | 'aac'
  | 'mp3'
  | 'opus'
  | 'vorbis'
  | 'flac'
  | 'pcm-u8'
  | 'pcm-s8'
  | 'pcm-s16'
  | 'pcm-s16be'
  | 'pcm-s24'
  | 'pcm-s24be'
  | 'pcm-s32'
  | 'pcm-s32be'
  | 'pcm-f32'
  | 'pcm-f32be'
  | 'pcm-f64'
  | 'pcm-f64be'
  | 'ulaw'
  | 'alaw';

/** A part of a track that plays, by an edit list. */
export interface PlayedPart {
  /** When it plays. */
  readonly atSeconds: number;
  /** Where it begins within the track. */
  readonly mediaSeconds: number;
  /** Null for all that follows. */
  readonly durationSeconds: number | null;
}

interface AnyTrackFacts {
  /** As the container numbers it; absent where it numbers none. */
  readonly id?: number;
  /** Frames, or packets of sound; absent where they are not counted. */
  readonly packets?: number;
  /** What of it plays; absent where all of it does. */
  readonly parts?: readonly PlayedPart[];
}

/** One track that is worth keeping; what else a container holds (data, subtitles, time codes) is dropped. */
export type TrackFacts = AnyTrackFacts &
  (
    | {
        readonly kind: 'video';
        readonly codec: VideoCodec;
        /** Pixels as coded, before rotation. */
        readonly width: number;
        readonly height: number;
        /** Clockwise, how a player turns the picture. */
        readonly rotationDegrees: 0 | 90 | 180 | 270;
        /** Width of a pixel by its height; absent for square ones. */
        readonly pixelAspect?: number;
      }
    | {
        readonly kind: 'audio';
        readonly codec: AudioCodec;
        readonly channels: number | null;
        readonly sampleRateHertz: number | null;
      }
  );

/** How a picture's samples are light, in numbers of ITU-T H.273 (tables 2 and 3). */
export interface CodedColour {
  readonly primaries: number;
  readonly transfer: number;
}

/** Bytes to be put in place of those in the file, for readers that would take them wrongly. */
export interface Patch {
  readonly offset: number;
  readonly bytes: readonly number[];
}

/** The container to publish in. */
export type Target = 'image' | 'mp4' | 'webm' | 'm4a' | 'mp3' | 'ogg' | 'flac' | 'wav' | 'adts';

export type Inspection =
  | {
      outcome: 'ACCEPTED';
      mediaClass: MediaClass;
      mimeType: PublishableMediaType;
      /** Pixels after orientation; null for sound. */
      width: number | null;
      height: number | null;
      /** Null for stills, and where only a walk to the end can tell. */
      durationSeconds: number | null;
      codecs: string[];
      /** 1 for stills; for GIF and WebP beyond the first look's reach a lower bound until the walk to the end. */
      frames: number;
      tracks: TrackFacts[];
      target: Target;
      /** How the decoded picture is to be turned; absent where it stands as it is. */
      orientation?: Orientation;
      /** Absent where the picture is sRGB, or its profile tells. */
      colour?: CodedColour;
      /** What whoever copies the tracks must not see, since it stands in `tracks` already. */
      patches?: readonly Patch[];
      /** Where the sound lies, in files that are nothing but sound: what writes them anew looks nowhere else. */
      soundRange?: ByteRange;
      /** Where the format begins, behind tags that it does not know; all other offsets count from here. */
      startsAt?: number;
      /** What a HEIC is put together from. */
      heif?: HeifPicture;
      /** It moves, or has a film beside it, of which only this picture is published. */
      isStillOfMore?: true;
    }
  | {
      outcome: 'REJECTED';
      reason: RejectionReason;
      parameters: NonNullable<RejectedResult['parameters']>;
      /** A sentence for people, 500 characters at most. */
      detail: string;
    };

export type Accepted = Extract<Inspection, { outcome: 'ACCEPTED' }>;
export type Rejected = Extract<Inspection, { outcome: 'REJECTED' }>;

/** What the uploader said that the file is. */
export interface Declared {
  /** A Content-Type; only a hint. */
  readonly contentType: string;
}
