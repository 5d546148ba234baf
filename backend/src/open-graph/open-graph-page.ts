/** A page for programs that show a link as a card (https://ogp.me): they run no script and read the head alone. */
import type { MediaItem } from '@media-feed/contract';

const kinds = { IMAGE: 'A picture', VIDEO: 'A video', AUDIO: 'A sound' } as const;

/**
 * @param item READY
 * @param webOrigin where people see it, under `/m/{id}`
 */
export function renderOpenGraphPage(item: MediaItem, webOrigin: string): string {
  const address = `${webOrigin}/m/${item.id}`;
  const title = item.altText ?? `${kinds[item.type]} by ${item.uploader.name}`;
  const tags: [property: string, content: string | number | null][] = [
    ['og:site_name', 'Media Feed'],
    ['og:type', item.type === 'VIDEO' ? 'video.other' : 'website'],
    ['og:url', address],
    ['og:title', title],
    ['og:description', `${kinds[item.type]} by ${item.uploader.name}, on Media Feed`],
    ...pictureTags(item),
    ...playableTags(item),
    ['twitter:card', item.thumbnailUrl === null ? 'summary' : 'summary_large_image'],
  ];
  const metas = tags.flatMap(([property, content]) =>
    content === null ? [] : `<meta property="${property}" content="${escapeHtml(String(content))}">`,
  );
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<title>${escapeHtml(title)}</title>`,
    `<link rel="canonical" href="${escapeHtml(address)}">`,
    ...metas,
    `</head><body><a href="${escapeHtml(address)}">${escapeHtml(title)}</a></body></html>`,
    '',
  ].join('\n');
}

type Tag = [property: string, content: string | number | null];

/** The largest picture; its size spares the reader a look at the file. */
function pictureTags({ renditions, altText }: MediaItem): Tag[] {
  const pictures = renditions.filter(({ mimeType }) => mimeType.startsWith('image/'));
  const largest = pictures.toSorted((a, b) => (b.width ?? 0) - (a.width ?? 0))[0];
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

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** As text or as an attribute in either kind of quotes. */
function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}
