/** What an item looks like to its owner and to others, in each status. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type MediaStatus, mediaStatuses } from '@media-feed/contract';
import { v7 as uuidv7 } from 'uuid';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { MediaApi } from './support/media-api.ts';

let app: TestApp;
let api: MediaApi;
let owner: Person;

beforeAll(async () => {
  app = await startTestApp({ mediaBaseUrl: 'https://cdn.example.org' });
  api = new MediaApi(app.url);
  owner = await signUpPerson(app.url);
});
afterAll(() => app.close());

const poster = { name: 'p', key: 'media/video/p', mimeType: 'image/webp', width: 320, height: 180, size: 1 };
const film = { name: 'v', key: 'media/video/v', mimeType: 'video/mp4', width: 1920, height: 1080, size: 9 };
const song = { name: 's', key: 'media/audio/s', mimeType: 'audio/mp4', width: null, height: null, size: 9 };

/** A row as the consumer leaves it; each step a minute after the other. */
async function insert(
  status: MediaStatus,
  renditions: readonly object[] = [poster, film],
  fileName = 'waves.mov',
): Promise<string> {
  const id = uuidv7();
  const shown = status === 'READY' || status === 'REMOVED';
  await app.database.query(
    {
      name: 'test_insert_item',
      text: `
        INSERT INTO media (
          id, uploader_id, type, status, declared_mime_type, mime_type, file_name, size, width, height,
          duration_seconds, renditions, placeholder, likes_count, rejection_reason, rejection_detail,
          url_expires_at, deadline_at, created_at, arrived_at, inspected_at, published_at, rejected_at, expired_at)
        VALUES ($1, $2, 'VIDEO', $3, 'video/quicktime', 'video/mp4', $4, 5368709120, 1920, 1080, 12.5, $5, 'abc=', 3,
          CASE WHEN $3 = 'REJECTED' THEN 'CORRUPT' END, CASE WHEN $3 = 'REJECTED' THEN 'It says "no".' END,
          now(), now(), '2026-01-01T12:00Z', '2026-01-01T12:01Z', '2026-01-01T12:02:00.050Z',
          CASE WHEN $3 IN ('READY', 'REMOVED') THEN timestamptz '2026-01-01T12:03Z' END,
          CASE WHEN $3 = 'REJECTED' THEN timestamptz '2026-01-01T12:04Z' END,
          CASE WHEN $3 = 'EXPIRED' THEN timestamptz '2026-01-01T12:05Z' END)`,
    },
    [id, owner.user.id, status, fileName, JSON.stringify(shown ? renditions : [])],
  );
  return id;
}

describe('a media item', () => {
  it('plays its last object, and shows its first picture', async () => {
    const item = await api.item(await insert('READY'));
    expect(item).toMatchObject({
      size: 5_368_709_120,
      durationSeconds: 12.5,
      url: 'https://cdn.example.org/media/video/v',
      thumbnailUrl: 'https://cdn.example.org/media/video/p',
      renditions: [
        { url: 'https://cdn.example.org/media/video/p', mimeType: 'image/webp', width: 320, height: 180 },
        { url: 'https://cdn.example.org/media/video/v', mimeType: 'video/mp4' },
      ],
      uploader: { id: owner.user.id, name: owner.user.name },
      likesCount: 3,
      liked: false,
      fileName: null,
      createdAt: '2026-01-01T12:00:00.000Z',
      publishedAt: '2026-01-01T12:03:00.000Z',
    });
    expect(item).not.toHaveProperty('rejection');
    expect(item).not.toHaveProperty('timeline');
    expect(item).not.toHaveProperty('notices');
  });

  it('of sound has no picture', async () => {
    const item = await api.item(await insert('READY', [song]));
    expect(item).toMatchObject({ thumbnailUrl: null, url: 'https://cdn.example.org/media/audio/s' });
    expect(item.renditions).toMatchObject([{ width: null, height: null }]);
  });

  it('names its file and its steps to its owner, whatever the file is called', async () => {
    const fileName = '"}],"liked":true,"x":"\\ 🌊.mov';
    const item = await api.item(await insert('READY', [film], fileName), owner);
    expect(item).toMatchObject({ fileName, liked: false, rejection: null, notices: [] });
    expect(item.timeline).toEqual([
      { step: 'REQUESTED', at: '2026-01-01T12:00:00.000Z' },
      { step: 'ARRIVED', at: '2026-01-01T12:01:00.000Z' },
      { step: 'INSPECTED', at: '2026-01-01T12:02:00.050Z' },
      { step: 'PUBLISHED', at: '2026-01-01T12:03:00.000Z' },
    ]);
  });

  it('tells its owner why it was rejected', async () => {
    const item = await api.item(await insert('REJECTED'), owner);
    expect(item.rejection).toEqual({ reason: 'CORRUPT', detail: 'It says "no".', parameters: {} });
    expect(item.timeline?.at(-1)).toEqual({ step: 'REJECTED', at: '2026-01-01T12:04:00.000Z' });
  });

  it.each(mediaStatuses.filter((status) => status !== 'READY'))(
    'that is %s names no object, to nobody',
    async (status) => {
      const item = await api.item(await insert(status), owner);
      expect(item).toMatchObject({
        status,
        url: null,
        thumbnailUrl: null,
        renditions: [],
        placeholder: null,
      });
    },
  );
});
