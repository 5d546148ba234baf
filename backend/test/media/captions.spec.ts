/** What owners write of their items, before, while and after they are published. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mediaItemSchema, multipartUploadSchema } from '@media-feed/contract';
import { eventually } from '@media-feed/testing/eventually';
import { expectProblem, pathsOf } from '../support/http.ts';
import { type Person, signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { Lambda, readyResult } from './support/inspection-results.ts';
import { MediaApi, read } from './support/media-api.ts';

let app: TestApp;
let api: MediaApi;
let lambda: Lambda;
let ada: Person;

beforeAll(async () => {
  app = await startTestApp();
  api = new MediaApi(app.url);
  lambda = new Lambda(app.config);
  ada = await signUpPerson(app.url);
});
afterAll(async () => {
  lambda.close();
  await app.close();
});

const patch = (mediaId: string, body: unknown) =>
  api.call(`/media/${mediaId}`, { method: 'PATCH', body, token: ada.token });
const change = async (mediaId: string, body: unknown) =>
  read(await patch(mediaId, body), 200, mediaItemSchema);

async function publish(mediaId: string): Promise<void> {
  await lambda.send(readyResult({ mediaId }, ada));
  await eventually(
    () => api.item(mediaId, ada),
    ({ status }) => status === 'READY',
  );
}

describe('what is sensitive', () => {
  it('is so from the upload on, in every answer, and no longer once its owner says so', async () => {
    const { mediaId } = await api.presign(ada, { sensitive: true });
    await publish(mediaId);
    const listed = async () => (await api.page()).items.find(({ id }) => id === mediaId)?.sensitive;
    expect(await listed()).toBe(true);
    expect(await change(mediaId, { caption: 'Still' })).toMatchObject({ sensitive: true });

    expect(await change(mediaId, { sensitive: false })).toMatchObject({
      sensitive: false,
      caption: 'Still',
    });
    expect(await api.item(mediaId)).toMatchObject({ sensitive: false });
    const edited = await change(mediaId, { sensitive: true });
    expect(edited).toMatchObject({ sensitive: true, caption: 'Still' });
    expect(await listed()).toBe(true);
  });

  it('is not where nothing is said, and comes with an upload in parts too', async () => {
    const kim = await signUpPerson(app.url);
    const { mediaId } = await api.presign(kim);
    expect(await api.item(mediaId, kim)).toMatchObject({ sensitive: false, startsLaterSeconds: null });
    const body = { fileName: 'a.png', contentType: 'image/png', size: 1000, sensitive: true };
    const answer = await api.call('/media/multipart', { method: 'POST', token: kim.token, body });
    const parts = read(answer, 201, multipartUploadSchema);
    expect(await api.item(parts.mediaId, kim)).toMatchObject({ sensitive: true });
  });

  it('is not what is neither yes nor no', async () => {
    const kim = await signUpPerson(app.url);
    const { mediaId } = await api.presign(kim);
    for (const sensitive of [null, 'yes', 1]) {
      const asked = { method: 'PATCH', body: { sensitive }, token: kim.token };
      const answer = await api.call(`/media/${mediaId}`, asked);
      expect(pathsOf(expectProblem(answer, 'validation'))).toEqual(['sensitive']);
    }
  });
});

describe('a caption', () => {
  it('comes with the upload, with its tags, and alternative text too', async () => {
    const { mediaId } = await api.presign(ada, { caption: ' By the #Sea\r\n#sea ', altText: 'Two gulls' });
    expect(await api.item(mediaId, ada)).toMatchObject({
      caption: 'By the #Sea\n#sea',
      tags: ['Sea'],
      altText: 'Two gulls',
      editedAt: null,
    });
    await publish(mediaId);
    expect((await api.page()).items.find(({ id }) => id === mediaId)).toMatchObject({
      caption: 'By the #Sea\n#sea',
      tags: ['Sea'],
    });
  });

  it('comes with an upload in parts', async () => {
    const body = { fileName: 'a.png', contentType: 'image/png', size: 1000, caption: '#Sea', altText: '' };
    const answer = await api.call('/media/multipart', { method: 'POST', token: ada.token, body });
    const { mediaId } = read(answer, 201, multipartUploadSchema);
    expect(await api.item(mediaId, ada)).toMatchObject({ caption: '#Sea', tags: ['Sea'], altText: null });
  });

  it('can be written while the file is on its way, and is no edit then', async () => {
    const { mediaId } = await api.presign(ada);
    expect(await change(mediaId, { caption: 'On its way' })).toMatchObject({ editedAt: null });
    await publish(mediaId);
    expect(await api.item(mediaId)).toMatchObject({ caption: 'On its way', editedAt: null });
  });

  it('changes any time, by itself or with the alternative text, at once in every answer', async () => {
    const { mediaId } = await api.presign(ada, { caption: 'Old #one', altText: 'Gulls' });
    await publish(mediaId);
    await api.page();
    const edited = await change(mediaId, { caption: 'New #two' });
    expect(edited).toMatchObject({ caption: 'New #two', tags: ['two'], altText: 'Gulls' });
    expect(Date.parse(edited.editedAt ?? '')).toBeGreaterThan(Date.parse(edited.publishedAt ?? ''));
    expect((await api.page()).items.find(({ id }) => id === mediaId)).toMatchObject({ caption: 'New #two' });

    const same = await change(mediaId, { caption: 'New #two' });
    expect(same.editedAt).toBe(edited.editedAt);

    expect(await change(mediaId, { altText: null })).toMatchObject({ altText: null, caption: 'New #two' });
    for (const nothing of [null, '', ' \n ']) {
      await change(mediaId, { caption: '#x' });
      expect(await change(mediaId, { caption: nothing })).toMatchObject({ caption: null, tags: [] });
    }
  });

  it('goes with its item', async () => {
    const { mediaId } = await api.presign(ada, { caption: 'Private #thought' });
    await api.call(`/media/${mediaId}`, { method: 'DELETE', token: ada.token });
    const rows = await app.database.query<{ caption: string | null; tags: string[] }>(
      { name: 'test_find_texts', text: 'SELECT caption, tags FROM media WHERE id = $1' },
      [mediaId],
    );
    expect(rows).toEqual([{ caption: null, tags: [] }]);
  });

  it.each([
    ['HTML', '<script>alert(1)</script>', []],
    ['patterns and quotes', `%_\\ ' " $1 ;-- NULL`, []],
    ['the syntax of searches', `cat & !dog | (bird:* <-> 'x')`, []],
    ['a link that runs', 'javascript:alert(1)//#x', []],
    ['braces of an array', '{a,"b"} #a,#b', ['a', 'b']],
    ['what one letter becomes', '#ﷺ #ß #SS #ﬁ #FI #İ', ['ﷺ', 'ß', 'ﬁ', 'İ']],
    [
      '600 tags',
      Array.from({ length: 600 }, (_, n) => `#${n.toString(36)}`)
        .join(' ')
        .slice(0, 1999)
        .trim(),
      undefined,
    ],
    ['tags that grow', `#${'ﷺ'.repeat(100)} #${'ﷺ'.repeat(99)}x`, undefined],
  ])('may hold %s', async (_name, caption, tags) => {
    const { mediaId } = await api.presign(ada, { caption });
    const item = await api.item(mediaId, ada);
    expect(item.caption).toBe(caption);
    if (tags) expect(item.tags).toEqual(tags);
    expect(item.tags.length).toBeLessThanOrEqual(30);
    await api.call(`/media/${mediaId}`, { method: 'DELETE', token: ada.token });
  });

  it.each([
    ['3,000 characters', 'x'.repeat(3000)],
    ['a lone surrogate', 'a\ud800'],
    ['a NUL', 'a\0'],
    ['an override', 'a\u202eb'],
    ['a flood of zero width', 'a\u200b'.repeat(3) + '\u200b'.repeat(500)],
    ['2,000 combining marks', `a${'\u0301'.repeat(1999)}`],
    ['10,000 tags', '#a '.repeat(10_000)],
    ['another type', 7],
  ])('must not hold %s', async (_name, caption) => {
    const { mediaId } = await api.presign(ada);
    expect(pathsOf(expectProblem(await patch(mediaId, { caption }), 'validation'))).toEqual(['caption']);
    const body = { fileName: 'a.png', contentType: 'image/png', size: 1, caption };
    const answer = await api.call('/media/presigned-url', { method: 'POST', token: ada.token, body });
    expect(pathsOf(expectProblem(answer, 'validation'))).toEqual(['caption']);
    await api.call(`/media/${mediaId}`, { method: 'DELETE', token: ada.token });
  });
});
