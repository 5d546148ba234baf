/** What a file tells of its maker and place is in no byte that is served. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fixture, startFunction } from './support/running-function.ts';

/** As test/fixtures/make-fixtures.sh put them there. */
const secrets = /secret|48\.8584|002\.2945/i;

const files = [
  ['photo.jpg', 'image/jpeg'],
  ['photo.heic', 'image/heic'],
  ['clip.mp4', 'video/mp4'],
  ['clip.mov', 'video/quicktime'],
  ['clip.mkv', 'video/x-matroska'],
  ['clip-with-subtitles.mkv', 'video/x-matroska'],
  ['clip.webm', 'video/webm'],
  ['song.mp3', 'audio/mpeg'],
  ['song.m4a', 'audio/mp4'],
  ['song.ogg', 'audio/ogg'],
  ['song-vorbis.ogg', 'audio/ogg'],
  ['song-flac.ogg', 'audio/ogg'],
  ['song.flac', 'audio/flac'],
  ['song.wav', 'audio/wav'],
] as const;

const exiftool = spawnSync('exiftool', ['-ver']).status === 0;
if (!exiftool)
  console.warn('SKIPPED: exiftool is not installed, so that no independent reader looks for metadata');

let running: Awaited<ReturnType<typeof startFunction>>;
let folder: string;
beforeAll(async () => {
  running = await startFunction();
  folder = await mkdtemp(join(tmpdir(), 'media-feed-privacy-'));
});
afterAll(async () => {
  running.close();
  await rm(folder, { recursive: true });
});

describe('served bytes', () => {
  it.each(files)('of %s hold no tag of the upload', async (file, contentType) => {
    const uploaded = await fixture(file);
    expect(uploaded.toString('latin1')).toMatch(secrets);

    const served = await serve(file, contentType);

    expect(served).not.toHaveLength(0);
    for (const bytes of served) expect(bytes.toString('latin1')).not.toMatch(secrets);
  });

  it.each([
    ['clip.mp4', 'video/mp4'],
    ['clip.mkv', 'video/x-matroska'],
  ])('of %s hold no settings of its encoder', async (file, contentType) => {
    const settings = /x264 - core/;
    expect((await fixture(file)).toString('latin1')).toMatch(settings);

    for (const bytes of await serve(file, contentType)) {
      expect(bytes.toString('latin1')).not.toMatch(settings);
    }
  });

  (exiftool ? it : it.skip).each(files)('of %s tell exiftool nothing', async (file, contentType) => {
    const [bytes = Buffer.alloc(0)] = await serve(file, contentType);
    const path = join(folder, file);
    await writeFile(path, bytes);

    const groups = execFileSync('exiftool', ['-a', '-G1', '-s', '-api', 'RequestAll=2', path]).toString();

    expect(groups).not.toMatch(
      /^\[(EXIF|IFD\d|GPS|XMP.*|IPTC|ICC.*|ID3.*|UserData|ItemList|Keys|APE|Photoshop)\]/m,
    );
    expect(groups).not.toMatch(secrets);
    // Containers must name their maker; it shall be ours.
    const named = groups.match(/^\S+\s+(Title|Artist|Comment|Creator|Author|Location\S*)\s.*$/gm);
    expect(named).toBeNull();
  });
});

async function serve(file: string, contentType: string): Promise<Buffer[]> {
  const result = await running.inspect(await fixture(file), contentType);
  if (result.outcome !== 'READY') throw new Error(`${file}: ${result.reason}`);
  return Promise.all(
    result.renditions.map(async ({ key }) => Buffer.from(await running.bytesOf(running.mediaBucket, key))),
  );
}
