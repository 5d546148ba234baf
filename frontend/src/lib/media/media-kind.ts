import type { MediaItem } from '@media-feed/contract';
import type { Texts } from '../text/texts.ts';

const maxHeadLetters = 100;

/** What the item is called where it is named in a text. */
export function nameOf({ media }: Texts, { type, uploader, altText, caption }: MediaItem): string {
  const name = media.nameBy({ kind: media.kinds[type].one, person: uploader.name });
  const description = altText ?? headOf(caption);
  return description ? media.nameWithDescription({ name, description }) : name;
}

/** The beginning of a caption, as long as a name may be. */
function headOf(caption: string | null): string {
  const [line = ''] = (caption ?? '').split('\n', 1);
  const letters = Array.from(line);
  return letters.length > maxHeadLetters ? `${letters.slice(0, maxHeadLetters).join('').trimEnd()}…` : line;
}

/** Width by height; sound is square, and what is not known yet looks like most of its kind. */
export function aspectOf(item: Pick<MediaItem, 'type' | 'width' | 'height'>): number {
  if (item.width && item.height) return item.width / item.height;
  if (item.type === 'AUDIO') return 1;
  return item.type === 'VIDEO' ? 16 / 9 : 4 / 3;
}

/** `srcset` of the still renditions, smallest first; undefined where there is nothing to choose from. */
export function srcSetOf(item: MediaItem): string | undefined {
  const stills = item.renditions.filter(
    ({ mimeType, width }) => mimeType.startsWith('image/') && width !== null,
  );
  return stills.length > 1
    ? stills.map(({ url, width }) => `${url} ${String(width)}w`).join(', ')
    : undefined;
}

/** The URL of the largest still picture of it. */
export const largestStillOf = ({ renditions }: MediaItem): string | undefined =>
  renditions.findLast(({ mimeType }) => mimeType.startsWith('image/'))?.url;

/** A stable number from an id, for what is only decoration. */
export function seedOf(id: string): number {
  let hash = 2166136261;
  for (const character of id) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619);
  return hash >>> 0;
}
