import { describe, expect, it, jest } from '@jest/globals';
import type { Client, ExportPage } from '@media-feed/contract';
import { mediaIdOf } from '@media-feed/uploader/fakes';
import { collectExport, partsOf, type CollectedFile } from './collect-export.ts';

const { signal } = new AbortController();
const file = (size: number): CollectedFile => ({
  name: 'a',
  size,
  lastModified: new Date(0),
  open: () => Promise.reject(new Error('Not asked for')),
});
const sizesOf = (sizes: number[], most: number) =>
  partsOf(sizes.map(file), most).map((part) => part.map(({ size }) => size));

describe('partsOf', () => {
  it.each([
    [[], []],
    [[1], [[1]]],
    [
      [4, 6, 1],
      [[4, 6], [1]],
    ],
    [
      [20, 1, 20],
      [[20], [1], [20]],
    ],
    [[0, 10, 0], [[0, 10, 0]]],
  ])('cuts %j by ten into %j', (sizes, parts) => {
    expect(sizesOf(sizes, 10)).toEqual(parts);
  });
});

/** As much of a page as is looked at. */
function page(id: number, url: string, expiresAt: string | null, nextCursor: string | null): ExportPage {
  const item = {
    id: mediaIdOf(id),
    fileName: `${String(id)}.heic`,
    createdAt: '2026-11-24T12:00:00.000Z',
    size: 7,
  };
  const kind = expiresAt === null ? 'RENDITION' : 'ORIGINAL';
  return {
    items: [{ item, file: { kind, url, expiresAt, size: null } }],
    ...{ likes: [], reports: [], securityEvents: [{}] },
    nextCursor,
  } as unknown as ExportPage;
}

describe('collectExport', () => {
  it('reads all pages, and one again whose URLs are over when a file of it is opened', async () => {
    const over = '2026-11-24T12:00:00.000Z';
    const later = new Date(Date.now() + 300_000).toISOString();
    const pages = new Map([
      ['', page(1, 'https://s.test/old', over, 'items.b')],
      ['items.b', page(2, 'https://m.test/media/image/x/0-2048.webp', null, null)],
    ]);
    const asked: string[] = [];
    const api = ((_name: string, { query = {} }: { query?: { cursor?: string } }) => {
      asked.push(query.cursor ?? '');
      return Promise.resolve(pages.get(query.cursor ?? ''));
    }) as unknown as Client;
    const rows: number[] = [];

    const { manifest, files } = await collectExport(api, { signal, onProgress: (count) => rows.push(count) });

    expect([asked, rows]).toEqual([
      ['', 'items.b'],
      [2, 4],
    ]);
    expect(manifest.items.map(({ item }) => item.id)).toEqual([mediaIdOf(1), mediaIdOf(2)]);
    expect(manifest.securityEvents).toHaveLength(2);
    expect(manifest).not.toHaveProperty('nextCursor');
    expect(files.map(({ name, size }) => [name, size])).toEqual([
      ['1.heic', 7],
      ['2.webp', 7],
    ]);
    const fetched: string[] = [];
    globalThis.fetch = jest.fn((url: unknown) => {
      fetched.push(String(url));
      return Promise.resolve({} as Response);
    });
    pages.set('', page(1, 'https://s.test/new', later, 'items.b'));
    for (const { open } of files) await open(signal);
    await files[0]?.open(signal);
    expect(fetched).toEqual([
      'https://s.test/new',
      'https://m.test/media/image/x/0-2048.webp',
      'https://s.test/new',
    ]);
    expect(asked).toEqual(['', 'items.b', '']);
  });
});
