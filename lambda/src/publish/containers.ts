/** The containers that recordings are published in, and how each is written. */
import {
  AdtsOutputFormat,
  FlacOutputFormat,
  Mp3OutputFormat,
  Mp4OutputFormat,
  OggOutputFormat,
  WavOutputFormat,
  WebMOutputFormat,
  type OutputFormat,
} from 'mediabunny';
import type { MediaClass } from '@media-feed/contract';
import type { Target } from '../inspect/inspection.ts';

export type RecordingTarget = Exclude<Target, 'image'>;

export interface Container {
  readonly format: OutputFormat;
  /** Ending of the rendition's name. */
  readonly ending: string;
  /** The index stands in front and needs room made for it, so that the packets are counted first. */
  readonly reservesIndex: boolean;
  /** Headers of clusters are written again when the cluster is full. */
  readonly patchesClusters: boolean;
}

const plain = { reservesIndex: false, patchesClusters: false } as const;
const indexed = () => ({
  format: new Mp4OutputFormat({ fastStart: 'reserve' }),
  reservesIndex: true,
  patchesClusters: false,
});

const containers: Record<RecordingTarget, () => Container> = {
  mp4: () => ({ ...indexed(), ending: 'mp4' }),
  m4a: () => ({ ...indexed(), ending: 'm4a' }),
  webm: () => ({ ...plain, format: new WebMOutputFormat(), ending: 'webm', patchesClusters: true }),
  mp3: () => ({ ...plain, format: new Mp3OutputFormat(), ending: 'mp3' }),
  ogg: () => ({ ...plain, format: new OggOutputFormat(), ending: 'ogg' }),
  flac: () => ({ ...plain, format: new FlacOutputFormat(), ending: 'flac' }),
  wav: () => ({ ...plain, format: new WavOutputFormat(), ending: 'wav' }),
  adts: () => ({ ...plain, format: new AdtsOutputFormat(), ending: 'aac' }),
};

export const containerOf = (target: RecordingTarget): Container => containers[target]();

/** Such as `video.mp4`. */
export function recordingName(mediaClass: MediaClass, container: Container): string {
  return `${mediaClass === 'VIDEO' ? 'video' : 'audio'}.${container.ending}`;
}
