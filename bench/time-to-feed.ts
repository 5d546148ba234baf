/**
 * From the end of the PUT to the item in the feed: what somebody waits who uploads a 3 MB JPEG of 12 megapixels
 * to an otherwise idle stack, ROUNDS (20) times.
 * URL=… measures a running stack; else one is started.
 */
import sharp from 'sharp';
import { eventually } from '@media-feed/testing/eventually';
import { signUpUser, upload, visitor } from '@media-feed/testing/users';
import { startStack } from '@media-feed/testing/stack';
import { encodeStill, decodeTo } from '../lambda/src/publish/encode-picture.ts';
import { renditionSizes } from '../lambda/src/publish/rendition-sizes.ts';
import { atMost, ratios, spreadOf, write } from './figures.ts';
import { judged, writeRow } from './results.ts';

const rounds = Number(process.env.ROUNDS ?? 20);
const stack = process.env.URL ? undefined : await startStack();
const apiUrl = process.env.URL ?? stack?.apiUrl ?? '';
const bytes = await photograph();
const user = await signUpUser(apiUrl);
const everybody = visitor(apiUrl);
const milliseconds: number[] = [];
const alone: number[] = [];
// The first fills caches and starts the sandbox; it counts for nobody.
for (let round = 0; round <= rounds; round++) {
  const mediaId = await upload(user, { fileName: 'photo.jpg', contentType: 'image/jpeg', bytes });
  const uploadedAt = performance.now();
  await eventually(
    () => everybody('listFeedPage', { query: { size: 1 } }),
    ({ items }) => items[0]?.id === mediaId,
    { what: 'the item in the feed', pauseMs: 10 },
  );
  if (round > 0) milliseconds.push(performance.now() - uploadedAt);
  const startedAt = performance.now();
  await encodeAlone();
  if (round > 0) alone.push(performance.now() - startedAt);
  process.stdout.write(`\r${String(round)} of ${String(rounds)}`);
}
await stack?.destroy();

const times = ratios(milliseconds, alone);
const row = {
  what: `end of the PUT to the item in the feed, JPEG of 12 megapixels and ${(bytes.length / 1e6).toFixed(1)} MB, against sharp alone on the same file`,
  gives: 'what somebody waits who has sent a photograph, and how much of it is not the picture itself',
  result: `${write(spreadOf(milliseconds), 0)} against ${write(spreadOf(alone), 0)} ms: ${write(times)} times`,
  rounds,
};
await writeRow('time-to-feed', judged(row, times, atMost(1.3)));

/** The decoding and encoding that the function does, and nothing else. */
async function encodeAlone(): Promise<void> {
  const size = { width: 4000, height: 3000 };
  const sizes = renditionSizes(size);
  await encodeStill(await decodeTo(sharp(bytes), sizes.at(-1) ?? size), size, sizes);
}

/** A picture with enough grain to weigh about 3 MB, as a telephone's do. */
async function photograph(): Promise<Uint8Array<ArrayBuffer>> {
  const size = { width: 4000, height: 3000 };
  const grain = { type: 'gaussian', mean: 128, sigma: 18 } as const;
  const jpeg = await sharp({ create: { ...size, channels: 3, background: '#808080', noise: grain } })
    .jpeg({ quality: 80 })
    .toBuffer();
  return new Uint8Array(jpeg);
}
