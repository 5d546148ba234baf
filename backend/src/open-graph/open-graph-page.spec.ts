import type { MediaItem } from '@media-feed/contract';
import { describe, expect, it } from '@jest/globals';
import { publishedItem } from '@media-feed/testing/media-item';
import { renderOpenGraphPage } from './open-graph-page.ts';

const id = '0192f0c1-0000-7000-8000-000000000001';
const picture = (width: number) => ({
  url: `https://media.example/media/image/${id}/w${String(width)}.webp`,
  width,
  height: width / 2,
  mimeType: 'image/webp',
});
const item = (overrides: Partial<MediaItem> = {}): MediaItem =>
  publishedItem({
    id,
    width: 1600,
    height: 800,
    url: picture(2048).url,
    thumbnailUrl: picture(320).url,
    renditions: [picture(320), picture(4096), picture(2048), picture(960)],
    ...overrides,
  });
const tagsOf = (page: string) =>
  Object.fromEntries(
    [...page.matchAll(/<meta property="([^"]+)" content="([^"]*)">/g)].map(([, name, content]) => [
      name,
      content,
    ]),
  ) as Record<string, string>;

describe('an Open Graph page', () => {
  it('names the item, where people see it, and its largest picture', () => {
    expect(tagsOf(renderOpenGraphPage(item({ altText: 'A heron' }), 'https://feed.example'))).toEqual({
      'og:site_name': 'Media Feed',
      'og:type': 'website',
      'og:url': `https://feed.example/m/${id}`,
      'og:title': 'A heron',
      'og:description': 'A picture by Ada, on Media Feed',
      'og:image': picture(2048).url,
      'og:image:type': 'image/webp',
      'og:image:width': '2048',
      'og:image:height': '1024',
      'og:image:alt': 'A heron',
      'twitter:card': 'summary_large_image',
    });
  });

  it('keeps a name that runs from right to left among itself', () => {
    const page = renderOpenGraphPage(item({ uploader: { id, name: 'אדה 3' } }), 'https://feed.example');
    expect(tagsOf(page)['og:description']).toBe('A picture by \u2068אדה 3\u2069, on Media Feed');
    expect(page).toContain('<bdi>A picture by \u2068אדה 3\u2069</bdi>');
  });

  it('names what is to be played', () => {
    const video = { url: 'https://media.example/v.mp4', width: 640, height: 360, mimeType: 'video/mp4' };
    const page = renderOpenGraphPage(
      item({ type: 'VIDEO', url: video.url, renditions: [picture(320), video] }),
      'https://feed.example',
    );
    expect(tagsOf(page)).toMatchObject({
      'og:type': 'video.other',
      'og:title': 'A video by Ada',
      'og:video': video.url,
      'og:video:type': 'video/mp4',
      'og:video:width': '640',
      'og:image': picture(320).url,
    });
  });

  it.each(['IMAGE', 'VIDEO', 'AUDIO'] as const)('shows nothing of a sensitive %s', (type) => {
    const page = renderOpenGraphPage(
      item({ type, sensitive: true, caption: 'Words' }),
      'https://feed.example',
    );
    expect(page).not.toContain('https://media.example/');
    expect(tagsOf(page)).toMatchObject({ 'og:description': 'Words', 'twitter:card': 'summary' });
  });

  it('of a sound without a cover has no picture', () => {
    const sound = { url: 'https://media.example/a.m4a', width: null, height: null, mimeType: 'audio/mp4' };
    const page = renderOpenGraphPage(
      item({ type: 'AUDIO', url: sound.url, thumbnailUrl: null, renditions: [sound] }),
      'https://feed.example',
    );
    const tags = tagsOf(page);
    expect(tags).toMatchObject({
      'og:audio': sound.url,
      'og:audio:type': 'audio/mp4',
      'twitter:card': 'summary',
    });
    expect(
      Object.keys(tags).filter((name) => name.startsWith('og:image') || name.endsWith(':width')),
    ).toEqual([]);
  });

  it.each([`"><script>alert(1)</script>`, `' onload='x`, '</title><img src=x onerror=y>', '&quot;'])(
    'lets %s be text and nothing else',
    (text) => {
      const page = renderOpenGraphPage(
        item({ altText: text, uploader: { id, name: text } }),
        'https://feed.example',
      );
      const elements = [...page.matchAll(/<\/?([a-z]+)/g)].map(([, name]) => name);
      const plain = renderOpenGraphPage(item({ altText: 'plain' }), 'https://feed.example');
      expect(elements).toEqual([...plain.matchAll(/<\/?([a-z]+)/g)].map(([, name]) => name));
      expect(page).not.toContain(text);
      expect(page).not.toContain("'");
    },
  );
});
