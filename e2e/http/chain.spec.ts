import { createHash } from 'node:crypto';
import { disguisedProgram, genuine } from '@media-feed/testing/fixtures';
import { eventually } from '@media-feed/testing/eventually';
import { signUpUser, upload, visitor, waitUntilInspected } from '@media-feed/testing/users';
import { expect, test } from '../support/test.ts';

const table = [
  ['photo.jpg', 'IMAGE', 'image/jpeg'],
  ['picture.png', 'IMAGE', 'image/png'],
  ['animation.gif', 'IMAGE', 'image/gif'],
  ['picture.webp', 'IMAGE', 'image/webp'],
  ['picture.avif', 'IMAGE', 'image/avif'],
  ['photo.heic', 'IMAGE', 'image/heic'],
  ['picture.heif', 'IMAGE', 'image/heif'],
  ['clip.mp4', 'VIDEO', 'video/mp4'],
  ['clip.mov', 'VIDEO', 'video/quicktime'],
  ['clip.webm', 'VIDEO', 'video/webm'],
  ['clip.mkv', 'VIDEO', 'video/x-matroska'],
  ['song.mp3', 'AUDIO', 'audio/mpeg'],
  ['song.m4a', 'AUDIO', 'audio/mp4'],
  ['song.aac', 'AUDIO', 'audio/aac'],
  ['song.ogg', 'AUDIO', 'audio/ogg'],
  ['song.flac', 'AUDIO', 'audio/flac'],
  ['song.wav', 'AUDIO', 'audio/wav'],
] as const;

test.describe('a file travels from hand to feed', () => {
  for (const [fileName, type, mimeType] of table) {
    test(`${fileName} is published as ${type}`, async ({ stack }) => {
      const user = await signUpUser(stack.apiUrl);
      const file = await genuine(fileName);

      const mediaId = await upload(user, file);
      const item = await waitUntilInspected(user, mediaId);

      expect(item).toMatchObject({ status: 'READY', type, mimeType, size: file.bytes.length, fileName });
      const sha256 = createHash('sha256').update(file.bytes).digest('hex');
      expect(item).toMatchObject({ hasOriginal: true, sha256 });
      const original = await user.call('getOriginal', { parameters: { mediaId } });
      expect(original.sha256).toBe(sha256);
      const sent = Buffer.from(await (await fetch(original.url)).arrayBuffer());
      expect(sent.equals(file.bytes)).toBe(true);
      // A poster or a waveform may have been added by now.
      expect(item.timeline?.map(({ step }) => step).slice(0, 4)).toEqual([
        'REQUESTED',
        'ARRIVED',
        'INSPECTED',
        'PUBLISHED',
      ]);
      const feed = await visitor(stack.apiUrl)('listFeedPage', { query: { size: 5 } });
      expect(feed.items[0]).toMatchObject({ id: mediaId, fileName: null, liked: false });
      const served = await fetch(item.url ?? '');
      expect(served.status).toBe(200);
      expect(served.headers.get('x-content-type-options')).toBe('nosniff');
      expect(served.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
      expect((await served.arrayBuffer()).byteLength).toBeGreaterThan(0);
    });
  }

  test('a disguised program is refused with a reason and never shows', async ({ stack }) => {
    const user = await signUpUser(stack.apiUrl);

    const mediaId = await upload(user, disguisedProgram());
    const item = await waitUntilInspected(user, mediaId);

    expect(item.status).toBe('REJECTED');
    expect(['ACTIVE_CONTENT', 'UNSUPPORTED_TYPE']).toContain(item.rejection?.reason);
    expect(item.url).toBeNull();
    await expect(visitor(stack.apiUrl)('getMedia', { parameters: { mediaId } })).rejects.toThrow(/404/);
  });

  test('a like counts once, and is taken back', async ({ stack }) => {
    const owner = await signUpUser(stack.apiUrl);
    const fan = await signUpUser(stack.apiUrl);
    const mediaId = await upload(owner, await genuine('picture.webp'));
    await waitUntilInspected(owner, mediaId);
    const parameters = { mediaId };

    expect(await fan.call('like', { parameters })).toEqual({ liked: true, likesCount: 1 });
    expect(await fan.call('like', { parameters })).toEqual({ liked: true, likesCount: 1 });
    expect(await fan.call('getMedia', { parameters })).toMatchObject({ liked: true, likesCount: 1 });
    expect(await fan.call('unlike', { parameters })).toEqual({ liked: false, likesCount: 0 });
  });

  test('what its owner deletes is gone from the feed and from the edge', async ({ stack }) => {
    const user = await signUpUser(stack.apiUrl);
    const mediaId = await upload(user, await genuine('picture.png'));
    const { url } = await waitUntilInspected(user, mediaId);

    await user.call('deleteMedia', { parameters: { mediaId } });

    await expect(user.call('getMedia', { parameters: { mediaId } })).rejects.toThrow(/404/);
    const statusAtEdge = async () => (await fetch(url ?? '')).status;
    expect(await eventually(statusAtEdge, (status) => status === 403, { what: '403 by the edge' })).toBe(403);
  });

  test('the same URL takes a file once', async ({ stack }) => {
    const user = await signUpUser(stack.apiUrl);
    const { bytes, ...file } = await genuine('picture.webp');
    const { url, headers } = await user.call('requestUpload', { body: { ...file, size: bytes.length } });
    const put = () => fetch(url, { method: 'PUT', headers, body: bytes });

    expect((await put()).status).toBe(200);
    expect((await put()).status).toBe(412);
  });
});
