/** Which tracks of a container are kept, and when the container as a whole is rejected for its codecs. */
import type { UnsupportedFeature } from '@media-feed/contract';
import type { Examination } from './examination.ts';
import type { TrackFacts } from './inspection.ts';

export interface FoundTrack {
  readonly kind: TrackFacts['kind'];
  /** `unsupported` names the codec and the kind, such as "ALAC sound"; a `feature` is why a codec that plays can't be had. */
  readonly facts:
    | { readonly track: TrackFacts }
    | { readonly unsupported: string }
    | { readonly feature: UnsupportedFeature };
}

/**
 * Cameras and films carry the same sound in several codecs: one that plays is enough of each kind, and the others
 * are dropped. Of pictures one track is kept, and of sound alone too, as players play no more of them.
 */
export function keepPlayable(
  examination: Examination,
  container: string,
  found: readonly FoundTrack[],
): TrackFacts[] {
  const kept = found.flatMap(({ facts }) => ('track' in facts ? [facts.track] : []));
  for (const { kind, facts } of found) {
    if ('track' in facts || kept.some((track) => track.kind === kind)) continue;
    if ('feature' in facts) examination.rejectUnsupportedFeature(facts.feature);
    else examination.rejectFeature(container, facts.unsupported);
  }
  const video = kept.find((track) => track.kind === 'video');
  const sound = kept.filter((track) => track.kind === 'audio');
  return video ? [video, ...sound] : sound.slice(0, 1);
}
