/** Ids of Matroska's elements (RFC 9559 §5.1), and what is gathered of one segment. */
import type { MatroskaTrack } from './matroska-tracks.ts';

export const id = {
  ebml: 0x1a45dfa3,
  docType: 0x4282,
  segment: 0x18538067,
  seekHead: 0x114d9b74,
  seek: 0x4dbb,
  seekId: 0x53ab,
  seekPosition: 0x53ac,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
  blockDuration: 0x9b,
  cues: 0x1c53bb6b,
  chapters: 0x1043a770,
  tags: 0x1254c367,
  attachments: 0x1941a469,
  attachedFile: 0x61a7,
  fileData: 0x465c,
  void: 0xec,
  crc32: 0xbf,
};

/** What can only stand directly in the segment: these end a cluster of unknown size (RFC 8794 §6.2). */
export const topLevel = new Set([
  id.seekHead,
  id.info,
  id.tracks,
  id.cluster,
  id.cues,
  id.chapters,
  id.tags,
  id.attachments,
  id.ebml,
  id.segment,
]);

export interface Segment {
  /** Nanoseconds a unit. */
  timestampScale: number;
  durationUnits: number;
  tracks: MatroskaTrack[] | undefined;
  hasInfo: boolean;
  /** Positions of Info and Tracks by the seek head, from the start of the segment's content. */
  seeks: Map<number, number>;
  clusters: number;
  /** What the clusters hold, by track number. */
  blocks: Map<number, BlocksOfTrack>;
}

/** In units, as the file counts them. */
export interface BlocksOfTrack {
  start: number;
  /** Where the last block begins … */
  lastStart: number;
  /** … and where the last one ends that says how long it is. */
  end: number;
  /** Frames, or packets of sound. */
  packets: number;
}
