/** The picture, the video, the song and the impostor, from hand to edge. */
import type { MediaItem } from '@media-feed/contract';
import { disguisedProgram, genuine } from '@media-feed/testing/fixtures';
import { type FileToUpload, signUpUser, upload, waitUntilInspected } from '@media-feed/testing/users';
import type { Composition } from '../composition.ts';

const files: { name: string; make: () => Promise<FileToUpload> | FileToUpload; ends: MediaItem['status'] }[] =
  [
    { name: 'the picture', make: () => genuine('photo.jpg'), ends: 'READY' },
    { name: 'the video', make: () => genuine('clip.mp4'), ends: 'READY' },
    { name: 'the song', make: () => genuine('song.mp3'), ends: 'READY' },
    { name: 'the impostor', make: disguisedProgram, ends: 'REJECTED' },
  ];

export async function fourUploadsAreInspected(composition: Composition): Promise<void> {
  const user = await signUpUser(composition.apiUrl);
  const ids = await Promise.all(files.map(async ({ make }) => upload(user, await make())));
  for (const [index, { name, ends }] of files.entries()) {
    const item = await waitUntilInspected(user, ids[index] ?? '', 120_000);
    const why = item.rejection ? ` (${item.rejection.reason}: ${item.rejection.detail})` : '';
    if (item.status !== ends) throw new Error(`${name} ended ${item.status}${why}, not ${ends}`);
    if (ends === 'READY') await isServed(item, composition.edgeUrl);
  }
}

/** By the edge, with the headers of production, whole and in ranges. */
async function isServed({ url }: MediaItem, edgeUrl: string): Promise<void> {
  if (!url?.startsWith(`${edgeUrl}/media/`))
    throw new Error(`It is served from ${String(url)}, not by the edge`);
  const whole = await fetch(url);
  const length = (await whole.arrayBuffer()).byteLength;
  const expected = {
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'cross-origin',
    'access-control-allow-origin': '*',
    'cache-control': 'public, max-age=86400, immutable',
    'accept-ranges': 'bytes',
  };
  if (whole.status !== 200 || length === 0) throw new Error(`${url} answered ${String(whole.status)}`);
  for (const [name, value] of Object.entries(expected)) {
    const found = whole.headers.get(name);
    if (found !== value) throw new Error(`${url} has ${name}: ${String(found)}, not ${value}`);
  }
  const part = await fetch(url, { headers: { range: 'bytes=0-9' } });
  const bytes = (await part.arrayBuffer()).byteLength;
  if (part.status !== 206 || bytes !== 10) {
    throw new Error(
      `A range of ${url} answered ${String(part.status)} with ${String(bytes)} bytes, not 206 with 10`,
    );
  }
  const again = await fetch(url, { headers: { 'if-none-match': whole.headers.get('etag') ?? '' } });
  if (again.status !== 304)
    throw new Error(`${url} answered ${String(again.status)} for its own ETag, not 304`);
}
