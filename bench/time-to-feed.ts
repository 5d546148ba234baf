/**
 * From the end of the PUT to the item in the feed: what somebody waits who uploads a 3 MB JPEG of 12 megapixels
 * to an otherwise idle stack. Prints the median and the slowest of ROUNDS (20) and writes `bench/RESULTS.md`.
 * URL=… measures a running stack; else one is started.
 */
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { signUpPerson, until, upload, visitor } from '../e2e/support/people.ts';
import { startStack } from '../e2e/support/stack.ts';

const rounds = Number(process.env.ROUNDS ?? 20);
const stack = process.env.URL ? undefined : await startStack();
const apiUrl = process.env.URL ?? stack?.apiUrl ?? '';
const bytes = await photograph();
const person = await signUpPerson(apiUrl);
const everybody = visitor(apiUrl);
const milliseconds: number[] = [];
// The first fills caches and starts the cage; it counts for nobody.
for (let round = 0; round <= rounds; round++) {
  const mediaId = await upload(person, { fileName: 'photo.jpg', contentType: 'image/jpeg', bytes });
  const uploadedAt = performance.now();
  await until(
    'it is in the feed',
    async () =>
      (await everybody('listFeedPage', { query: { size: 1 } })).items[0]?.id === mediaId ? true : undefined,
    60_000,
    10,
  );
  if (round > 0) milliseconds.push(performance.now() - uploadedAt);
  process.stdout.write(`\r${String(round)} of ${String(rounds)}`);
}
await stack?.destroy();

milliseconds.sort((a, b) => a - b);
const median = milliseconds[Math.floor(milliseconds.length / 2)] ?? NaN;
const slowest = milliseconds.at(-1) ?? NaN;
const megabytes = (bytes.length / 1e6).toFixed(1);
console.log(
  `\nPUT to feed, ${megabytes} MB JPEG: median ${median.toFixed(0)} ms, slowest ${slowest.toFixed(0)} ms`,
);
await writeFile(
  join(import.meta.dirname, 'RESULTS.md'),
  `# Measured

By \`make bench\` on ${String(cpus().length)} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), load generator, API, Lambda and PostgreSQL side by side.

| what | rounds | median | slowest | asked |
|---|---|---|---|---|
| end of the PUT to the item in the feed, JPEG of 12 megapixels and ${megabytes} MB | ${String(rounds)} | ${median.toFixed(0)} ms | ${slowest.toFixed(0)} ms | median at most 1,000 ms |
`,
);

/** A picture with enough grain to weigh about 3 MB, as a telephone's do. */
async function photograph(): Promise<Uint8Array<ArrayBuffer>> {
  const size = { width: 4000, height: 3000 };
  const grain = { type: 'gaussian', mean: 128, sigma: 18 } as const;
  const jpeg = await sharp({ create: { ...size, channels: 3, background: '#808080', noise: grain } })
    .jpeg({ quality: 80 })
    .toBuffer();
  return new Uint8Array(jpeg);
}
