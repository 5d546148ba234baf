/** `make test-different-media-types`: one file of each kind goes through, and one that lies about itself does not. */
import type { MediaItem } from '@media-feed/contract';
import { disguisedProgram, genuine } from '@media-feed/testing/fixtures';
import { type FileToUpload, signUpUser, upload, waitUntilInspected } from '@media-feed/testing/users';
import { apiUrl, expect, seconds, step } from '../support/steps.ts';

const startedAt = performance.now();
const patienceMs = 120_000;

console.log(`Different media types by ${apiUrl}`);
const user = await step('sign up', () => signUpUser(apiUrl));
for (const fileName of ['picture.png', 'photo.jpg', 'clip.mp4', 'clip.mov', 'song.mp3', 'song.flac']) {
  const file = await genuine(fileName);
  const { url } = await step(`${fileName} is published`, () => publishAs(file, 'READY'));
  await step(`${fileName} is served`, async () => {
    const response = await fetch(url ?? '', { method: 'HEAD' });
    const type = response.headers.get('content-type') ?? 'nothing';
    const family = file.contentType.split('/', 1)[0] ?? '';
    expect(response.ok && type.startsWith(family), `${response.status} ${type} came from ${url ?? 'no URL'}`);
  });
}
const { rejection } = await step('a program named song.mp3 is refused', () =>
  publishAs(disguisedProgram(), 'REJECTED'),
);
await step('delete all', async () => {
  const { items } = await user.call('listOwnMedia', {});
  for (const { id } of items) await user.call('deleteMedia', { parameters: { mediaId: id } });
});
console.log(`Passed in ${seconds(startedAt)}. The program was refused as ${rejection?.reason ?? 'nothing'}.`);

async function publishAs(file: FileToUpload, status: MediaItem['status']): Promise<MediaItem> {
  const item = await waitUntilInspected(user, await upload(user, file), patienceMs);
  const why = item.rejection ? ` (${item.rejection.reason}: ${item.rejection.detail})` : '';
  expect(item.status === status, `it ended ${item.status}${why}`);
  return item;
}
