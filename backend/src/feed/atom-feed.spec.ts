import { describe, expect, it } from '@jest/globals';
import type { MediaItem } from '@media-feed/contract';
import { parseAtomFeed } from 'feedsmith';
import { publishedItem } from '@media-feed/testing/media-item';
import { renderAtomFeed } from './atom-feed.ts';

const id = '0198c0de-0000-7000-8000-000000000001';
const item = (overrides: Partial<MediaItem> = {}): MediaItem =>
  publishedItem({
    id,
    type: 'VIDEO',
    mimeType: 'video/mp4',
    size: 5,
    width: 1,
    height: 1,
    durationSeconds: 1,
    url: 'https://media.example/v.mp4?a&b',
    thumbnailUrl: 'https://media.example/p.webp',
    renditions: [{ url: 'https://media.example/v.mp4?a&b', width: 1, height: 1, mimeType: 'video/mp4' }],
    uploader: { id, name: 'Ada' },
    ...overrides,
  });
const render = (...items: MediaItem[]) =>
  renderAtomFeed({
    title: 'Media Feed',
    self: 'https://x/media/feed.xml?tag=a&uploader=b',
    page: 'https://x/',
    webOrigin: 'https://x',
    items,
  });

describe('an Atom feed', () => {
  it('has items with their files, thumbnails, tags and times', () => {
    const atom = render(
      item({ caption: 'One <b>\n#two', tags: ['two'], editedAt: '2026-02-01T00:00:00.000Z' }),
    );
    for (const part of [
      '<id>https://x/media/feed.xml?tag=a&amp;uploader=b</id>',
      `<id>urn:uuid:${id}</id>`,
      '<title>One &lt;b&gt;</title>',
      '<content type="text">One &lt;b&gt;\n#two</content>',
      '<link rel="enclosure" type="video/mp4" href="https://media.example/v.mp4?a&amp;b"/>',
      '<media:thumbnail url="https://media.example/p.webp"/>',
      '<category term="two"/>',
      '<updated>2026-02-01T00:00:00.000Z</updated>',
      `<author><name>Ada</name><uri>https://x/u/${id}</uri></author>`,
    ]) {
      expect(atom).toContain(part);
    }
  });

  it('names what has no words, cuts what has many, and holds nothing that XML cannot', () => {
    expect(render(item())).toContain('<title>A video by Ada</title>');
    expect(render(item({ caption: '🐦'.repeat(90) }))).toContain(`<title>${'🐦'.repeat(79)}…</title>`);
    expect(render(item({ caption: 'a\uffffb\u0001"]]>' }))).toContain('<title>ab&quot;]]&gt;</title>');
  });

  it('is read by a feed reader as it was meant, whatever people wrote', () => {
    const caption = 'Tom & <b>\u0001"]]>\n#שלום &amp; %_\\\'';
    const feed = parseAtomFeed(render(item({ caption, tags: ['שלום'] })));
    expect(feed).toMatchObject({
      id: 'https://x/media/feed.xml?tag=a&uploader=b',
      title: { value: 'Media Feed' },
      updated: '2026-01-01T00:00:01.000Z',
      entries: [
        {
          id: `urn:uuid:${id}`,
          title: { value: 'Tom & <b>"]]>' },
          content: { value: caption.replace('\u0001', ''), type: 'text' },
          authors: [{ name: 'Ada', uri: `https://x/u/${id}` }],
          categories: [{ term: 'שלום' }],
          media: { thumbnails: [{ url: 'https://media.example/p.webp' }] },
        },
      ],
    });
    const links = feed.entries?.[0]?.links?.map(({ rel, href }) => [rel, href]);
    expect(links).toEqual([
      ['alternate', `https://x/m/${id}`],
      ['enclosure', 'https://media.example/v.mp4?a&b'],
    ]);
  });

  it('shows nothing of what is sensitive', () => {
    const atom = render(item({ sensitive: true, caption: 'Words' }));
    expect(atom).toContain('<content type="text">Words</content>');
    expect(atom).not.toContain('https://media.example/');
  });

  it('may be empty', () => {
    expect(render()).toContain('<updated>1970-01-01T00:00:00.000Z</updated>');
  });
});
