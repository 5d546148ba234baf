/** The containers that tracks are published in, and how each is written. */
import {
  FlacOutputFormat,
  Mp4OutputFormat,
  WavOutputFormat,
  WebMOutputFormat,
  type OutputFormat,
} from 'mediabunny';
import type { Target } from '../inspect/inspection.ts';

/** What the tracks of MP4, MOV, WebM and MKV go into. */
type ContainerTarget = Exclude<Target, 'image' | 'mp3' | 'ogg' | 'adts'>;

export interface Container {
  readonly format: OutputFormat;
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

const containers: Record<ContainerTarget, () => Container> = {
  mp4: indexed,
  m4a: indexed,
  webm: () => ({ ...plain, format: new WebMOutputFormat(), patchesClusters: true }),
  flac: () => ({ ...plain, format: new FlacOutputFormat() }),
  wav: () => ({ ...plain, format: new WavOutputFormat() }),
};

const isContainer = (target: Target): target is ContainerTarget => target in containers;

/** `undefined` for what has no tracks. */
export const containerOf = (target: Target): Container | undefined =>
  isContainer(target) ? containers[target]() : undefined;
