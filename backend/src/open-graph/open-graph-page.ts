/** A page for programs that show a link as a card (https://ogp.me): they run no script and read the head alone. */
import { isolate, type MediaItem } from '@media-feed/contract';
import { escapeMarkup } from '../http/escape-markup.ts';

const kinds = { IMAGE: 'A picture', VIDEO: 'A video', AUDIO: 'A sound' } as const;

/**
 * @param item READY
 * @param webOrigin where people see it, under `/m/{id}`
 */
export function renderOpenGraphPage(item: MediaItem, webOrigin: string): string {
  const address = `${webOrigin}/m/${item.id}`;
  const made = `${kinds[item.type]} by ${isolate(item.uploader.name)}`;
  const title = item.altText ?? made;
  const tags: [property: string, content: string | number | null][] = [
    ['og:site_name', 'Media Feed'],
    ['og:type', item.type === 'VIDEO' ? 'video.other' : 'website'],
    ['og:url', address],
    ['og:title', title],
    ['og:description', item.caption ?? `${made}, on Media Feed`],
    // Whoever sees a link has not asked to see what is sensitive.
    ...(item.sensitive ? [] : [...pictureTags(item), ...playableTags(item)]),
    ['twitter:card', item.thumbnailUrl === null || item.sensitive ? 'summary' : 'summary_large_image'],
  ];
  const metas = tags.flatMap(([property, content]) =>
    content === null ? [] : `<meta property="${property}" content="${escapeMarkup(String(content))}">`,
  );
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<title>${escapeMarkup(title)}</title>`,
    `<link rel="canonical" href="${escapeMarkup(address)}">`,
    ...metas,
    `</head><body><a href="${escapeMarkup(address)}"><bdi>${escapeMarkup(title)}</bdi></a></body></html>`,
    '',
  ].join('\n');
}

type Tag = [property: string, content: string | number | null];

/** Readers of such pages refuse pictures that are much larger. */
const maxWidth = 2048;

/** The largest picture that is taken; its size spares the reader a look at the file. */
function pictureTags({ renditions, altText }: MediaItem): Tag[] {
  const pictures = renditions.filter(({ mimeType }) => mimeType.startsWith('image/'));
  const bySize = pictures.toSorted((a, b) => (b.width ?? 0) - (a.width ?? 0));
  const largest = bySize.find(({ width }) => (width ?? 0) <= maxWidth) ?? bySize.at(-1);
  if (!largest) return [];
  return [
    ['og:image', largest.url],
    ['og:image:type', largest.mimeType],
    ['og:image:width', largest.width],
    ['og:image:height', largest.height],
    ['og:image:alt', altText],
  ];
}

function playableTags({ type, url, renditions }: MediaItem): Tag[] {
  if (type === 'IMAGE') return [];
  const kind = type === 'VIDEO' ? 'og:video' : 'og:audio';
  const playable = renditions.find((rendition) => rendition.url === url);
  return [
    [kind, url],
    [`${kind}:type`, playable?.mimeType ?? null],
    [`${kind}:width`, playable?.width ?? null],
    [`${kind}:height`, playable?.height ?? null],
  ];
}
