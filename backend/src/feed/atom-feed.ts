/** The feed for feed readers: Atom (RFC 4287), with thumbnails by Media RSS. */
import type { MediaItem } from '@media-feed/contract';
import { escapeMarkup } from '../http/escape-markup.ts';

const kinds = { IMAGE: 'A picture', VIDEO: 'A video', AUDIO: 'A sound' } as const;
const titleCodePoints = 80;

interface AtomFeed {
  readonly title: string;
  /** The address of the feed itself. */
  readonly self: string;
  /** The page that people see of it. */
  readonly page: string;
  readonly webOrigin: string;
  /** READY, newest first. */
  readonly items: readonly MediaItem[];
}

export function renderAtomFeed({ title, self, page, webOrigin, items }: AtomFeed): string {
  const updated = items.map(changedAt).toSorted().at(-1) ?? '1970-01-01T00:00:00.000Z';
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">',
    element('id', self),
    element('title', title),
    element('updated', updated),
    link({ rel: 'self', type: 'application/atom+xml', href: self }),
    link({ rel: 'alternate', type: 'text/html', href: page }),
    ...items.flatMap((item) => entry(item, webOrigin)),
    '</feed>',
    '',
  ].join('\n');
}

const changedAt = ({ editedAt, publishedAt, createdAt }: MediaItem): string =>
  editedAt ?? publishedAt ?? createdAt;

function entry(item: MediaItem, webOrigin: string): string[] {
  const { id, uploader, caption, altText, renditions, tags } = item;
  // Readers show what they are given, asked for or not.
  const { url, thumbnailUrl } = item.sensitive ? { url: null, thumbnailUrl: null } : item;
  const played = renditions.find((rendition) => rendition.url === url);
  return [
    '<entry>',
    element('id', `urn:uuid:${id}`),
    element('title', titleOf(item)),
    element('published', item.publishedAt ?? item.createdAt),
    element('updated', changedAt(item)),
    `<author>${element('name', uploader.name)}${element('uri', `${webOrigin}/u/${uploader.id}`)}</author>`,
    link({ rel: 'alternate', type: 'text/html', href: `${webOrigin}/m/${id}` }),
    ...(url === null ? [] : [link({ rel: 'enclosure', type: played?.mimeType ?? null, href: url })]),
    ...tags.map((tag) => `<category term="${escapeXml(tag)}"/>`),
    `<content type="text">${escapeXml(caption ?? altText ?? titleOf(item))}</content>`,
    ...(thumbnailUrl === null ? [] : [`<media:thumbnail url="${escapeXml(thumbnailUrl)}"/>`]),
    '</entry>',
  ];
}

/** The first line of what was written. */
function titleOf({ caption, altText, type, uploader }: MediaItem): string {
  const line = Array.from((caption ?? altText)?.split('\n', 1)[0] ?? `${kinds[type]} by ${uploader.name}`);
  return line.length > titleCodePoints ? `${line.slice(0, titleCodePoints - 1).join('')}…` : line.join('');
}

const element = (name: string, text: string) => `<${name}>${escapeXml(text)}</${name}>`;

const link = (attributes: Readonly<Record<string, string | null>>) =>
  `<link ${Object.entries(attributes)
    .flatMap(([name, value]) => (value === null ? [] : [`${name}="${escapeXml(value)}"`]))
    .join(' ')}/>`;

/** Without what XML 1.0 cannot hold (§2.2: control characters and two noncharacters). */
const escapeXml = (text: string): string =>
  escapeMarkup(text.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, ''));
