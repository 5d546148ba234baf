/** What the Lambda and the sandbox process send to each other. */
import type { Notice, SoundTags } from '@media-feed/contract';
import type { Accepted, InspectionLimits, Rejected } from '../inspect/inspection.ts';
import type { LayerReport } from './layers.ts';

export type RejectedWithCause = Rejected & {
  /** What a library had to say, or what differs: for the log, and never for people. */
  readonly cause?: string;
};

/** What the sandbox makes of a file. */
export type SandboxResult =
  | RejectedWithCause
  | {
      readonly outcome: 'READY';
      readonly found: Accepted;
      /** As they are to be announced: smallest picture first. */
      readonly renditions: readonly MadeRendition[];
      /** A thumbhash in base64; null where nothing was decoded. */
      readonly placeholder: string | null;
      /** What its owner should know about it. */
      readonly notices: readonly Notice[];
      /** A waveform in base64, where that was the task. */
      readonly peaks?: string;
      /** What a sound says of itself. */
      readonly soundTags?: SoundTags | undefined;
    };

/** What is wanted of a file: by the inspector all of it to be published, by the decoder what stands for it. */
export type SandboxTask = 'publish' | 'poster' | 'cover' | 'peaks';

export interface MadeRendition {
  readonly name: string;
  /** Pixels as shown; null for sound. */
  readonly width: number | null;
  readonly height: number | null;
}

/** A piece of a rendition. */
export interface OutputPiece {
  readonly name: string;
  readonly position: number;
  readonly bytes: Uint8Array;
  /** What lies between the front and here will not be written again. */
  readonly settledBytes: number;
  /** Bytes from the start that may be written again until the end; the same for every piece of a rendition. */
  readonly frontBytes: number;
}

/** The file descriptor of the pipe that carries bytes, beside the channel for messages. */
export const bytePipeDescriptor = 4;

export type ToSandbox =
  | {
      readonly kind: 'inspect';
      /** Every message about this file carries its number. */
      readonly file: number;
      readonly size: number;
      readonly contentType: string;
      readonly task: SandboxTask;
      readonly limits: InspectionLimits;
    }
  /** `length` bytes follow through the pipe. */
  | { readonly kind: 'bytes'; readonly id: number; readonly length: number }
  | { readonly kind: 'written'; readonly id: number };

/** Comes once, ahead of all others: what keeps the process in. */
export interface Confined {
  readonly kind: 'confined';
  readonly layers: readonly LayerReport[];
}

export type FromSandbox = { readonly file: number } & (
  | { readonly kind: 'started' } // The program is loaded: from here on time counts.
  | { readonly kind: 'read'; readonly id: number; readonly offset: number; readonly length: number }
  | PieceAnnounced
  | { readonly kind: 'accepted'; readonly found: Accepted } // The first look is over, and decoding begins.
  | { readonly kind: 'inspected'; readonly result: SandboxResult }
  // A parser threw what it should not, or a library of ours does not load.
  | { readonly kind: 'failed'; readonly message: string; readonly isFaultOfFile: boolean }
);

/** `length` bytes, the piece's own, follow through the pipe. */
export interface PieceAnnounced {
  readonly kind: 'write';
  readonly id: number;
  readonly piece: Omit<OutputPiece, 'bytes'>;
  readonly length: number;
}
