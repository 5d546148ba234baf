/**
 * `make smoke [URL=http://localhost:3000]`: whether a running stack does what it is for, as a client sees it. Each
 * step is printed with its time; the first that fails ends it with 1. Leaves an account behind, and no media.
 * With FUNCTION_NAME, which a stack on this machine gives, the function's sandbox tries to get out, too.
 */
import sharp from 'sharp';
import type { MediaItem } from '@media-feed/contract';
import { eventually } from '@media-feed/testing/eventually';
import { disguisedProgram } from '@media-feed/testing/fixtures';
import {
  type FileToUpload,
  signUpUser,
  upload,
  visitor,
  waitUntilInspected,
} from '@media-feed/testing/users';
import { tryLayers } from './support/sandbox-layers.ts';
import { apiUrl, expect, seconds, step } from './support/steps.ts';

const patienceMs = 120_000;
const startedAt = performance.now();

console.log(`Smoke test of ${apiUrl}`);
await runSteps();
console.log(`Passed in ${seconds(startedAt)}.`);

async function runSteps(): Promise<void> {
  const user = await step('sign up', () => signUpUser(apiUrl));
  const picture = await step('upload a picture', async () => upload(user, await drawPicture()));
  const program = await step('upload a program that says it is a song', () =>
    upload(user, disguisedProgram()),
  );
  const { url } = await step('the picture is published', () => inspected(picture, 'READY'));
  await step('the program is refused', () => inspected(program, 'REJECTED'));
  await step('the feed shows the picture to everybody, and no program', async () => {
    const { items } = await visitor(apiUrl)('listFeedPage', { query: { uploader: user.session.user.id } });
    expect(items.map(({ id }) => id).join() === picture, `it shows ${items.length} items of theirs`);
  });
  await step('the picture is served', async () => {
    const response = await fetch(url ?? '');
    const type = response.headers.get('content-type') ?? '';
    expect(
      response.ok && type.startsWith('image/'),
      `${response.status} ${type} came from ${url ?? 'no URL'}`,
    );
  });
  await step('like it', async () => {
    const { liked, likesCount } = await user.call('like', { parameters: { mediaId: picture } });
    expect(liked && likesCount === 1, `it has ${likesCount} likes`);
  });
  await step('delete both', async () => {
    for (const mediaId of [picture, program]) await user.call('deleteMedia', { parameters: { mediaId } });
  });
  await step('the picture is gone, from the edge too', async () => {
    const { items } = await user.call('listOwnMedia', {});
    expect(items.length === 0, `${items.length} items are left`);
    await eventually(
      () => fetch(url ?? ''),
      ({ ok }) => !ok,
      { what: 'the edge to forget it' },
    );
  });

  const { FUNCTION_NAME: functionName } = process.env;
  if (functionName) await step('nothing gets out of the sandbox', () => tryToEscape(functionName));
  else console.log('  (the sandbox was not tried: FUNCTION_NAME is not set)');

  async function inspected(mediaId: string, status: MediaItem['status']): Promise<MediaItem> {
    const item = await waitUntilInspected(user, mediaId, patienceMs);
    const why = item.rejection ? ` (${item.rejection.reason}: ${item.rejection.detail})` : '';
    expect(item.status === status, `it ended ${item.status}${why}`);
    return item;
  }
}

/** By JavaScript it must be held wherever it runs; what else must hold there is SANDBOX_REQUIRE's to say. */
async function tryToEscape(functionName: string): Promise<void> {
  const layers = await tryLayers(functionName);
  const described = layers.map(({ layer, holds, detail }) => `${layer}${holds ? '' : ` NOT (${detail})`}`);
  const holds = layers.some((report) => report.layer === 'permission' && report.holds);
  expect(holds, `what holds is ${described.join(', ')}`);
  console.log(`  layers: ${described.join(', ')}`);
}

/** Something that no other upload has: colours of chance. */
async function drawPicture(): Promise<FileToUpload> {
  const [r, g, b] = crypto.getRandomValues(new Uint8Array(3));
  const background = { r: r ?? 0, g: g ?? 0, b: b ?? 0 };
  const png = await sharp({ create: { width: 320, height: 200, channels: 3, background } })
    .png()
    .toBuffer();
  return { fileName: 'smoke.png', contentType: 'image/png', bytes: new Uint8Array(png) };
}
