/** Whether this browser plays what an item was published as. */
import type { MediaItem } from '@media-feed/contract';

/** What people call codecs that not every browser plays, and an ordinary profile to ask the browser for (RFC 6381). */
const codecs: Readonly<Record<string, { readonly name: string; readonly parameter: string }>> = {
  hevc: { name: 'HEVC', parameter: 'hvc1.1.6.L93.B0' },
  av1: { name: 'AV1', parameter: 'av01.0.08M.08' },
  vp9: { name: 'VP9', parameter: 'vp09.00.40.08' },
  vp8: { name: 'VP8', parameter: 'vp8' },
  avc: { name: 'H.264', parameter: 'avc1.640028' },
};

type Question = Pick<HTMLMediaElement, 'canPlayType'>;

/**
 * The name of the codec for which the browser says that it can't play it; undefined where it may be able to. Browsers
 * that have the decoder of a codec have it in its ordinary profile.
 */
export function unplayableCodec(
  { type, codecs: found, renditions }: Pick<MediaItem, 'type' | 'codecs' | 'renditions'>,
  element: () => Question = () => document.createElement('video'),
): string | undefined {
  const container = renditions.at(-1)?.mimeType;
  if (type !== 'VIDEO' || container === undefined) return undefined;
  const asked = found.flatMap((name) => codecs[name] ?? []);
  if (asked.length === 0) return undefined;
  const question = element();
  return asked.find(({ parameter }) => question.canPlayType(`${container}; codecs="${parameter}"`) === '')
    ?.name;
}

/** The same by knowledge alone, for who publishes: HEVC plays where the device decodes it, and nowhere else. */
export const isRarelyPlayed = ({ codecs: found }: Pick<MediaItem, 'codecs'>): boolean =>
  found.includes('hevc');
