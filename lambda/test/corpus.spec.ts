/** Real files of public test suites through the whole function: each gets its result, none does harm. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InspectionResult } from '@media-feed/contract';
import { corpusMimeType } from '@media-feed/testing/corpus-types';
import { startFunction } from './support/running-function.ts';

/** Beside the repository; docs/reliability.md «The corpus» tells of it. */
const corpus = process.env.CORPUS_DIR ?? join(import.meta.dirname, '../../../shared/corpus');
const manifest = join(corpus, 'manifest.tsv');
const rows = existsSync(manifest)
  ? readFileSync(manifest, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'))
  : [];
if (rows.length === 0) console.warn(`SKIPPED: no corpus at ${corpus}; set CORPUS_DIR`);

/** What polyglots carry in the corpus. */
const payloads = ['MARKER-7f3a', 'PK\x03\x04'];

let running: Awaited<ReturnType<typeof startFunction>>;
beforeAll(async () => {
  running = await startFunction();
});
afterAll(() => running.close());

(rows.length > 0 ? describe : describe.skip)('the corpus', () => {
  it.each(
    rows.map(([path = '', expected = '', mime = '', tier = '', , claimed = '']) => ({
      path,
      expected,
      mime,
      tier,
      claimed,
    })),
  )('$tier $path', async ({ path, expected, mime, tier, claimed }) => {
    const result = await running.inspect(readFileSync(join(corpus, path)), claimed);

    expect(complaintsAbout(result, expected, corpusMimeType(path, mime), tier)).toEqual([]);
    for (const bytes of await servedBytes(result)) {
      for (const payload of payloads) expect(bytes.includes(payload, 0, 'latin1')).toBe(false);
    }
  });
});

/** docs/reliability.md «The corpus». */
function complaintsAbout(result: InspectionResult, expected: string, mime: string, tier: string): string[] {
  if (result.outcome === 'READY') {
    if (expected === 'REJECT') return ['is accepted'];
    if (expected === 'TERMINATES' || expected === 'REJECT_OR_SANITISE') return [];
    return result.type === expected && result.mimeType === mime ? [] : [`is ${result.mimeType}`];
  }
  if (result.reason === 'INTERNAL') return ['was given up'];
  if (!['IMAGE', 'VIDEO', 'AUDIO'].includes(expected)) return [];
  // Codecs that browsers do not play, and cuts without a key frame, are rejected by name, in CORE as well.
  const playable = !/^UNSUPPORTED_(TYPE|FEATURE)$/.test(result.reason) && tier === 'CORE';
  return playable ? [`${result.reason}: ${result.detail}`] : [];
}

async function servedBytes(result: InspectionResult): Promise<Buffer[]> {
  if (result.outcome === 'REJECTED') return [];
  return Promise.all(
    result.renditions.map(async ({ key }) => Buffer.from(await running.bytesOf(running.mediaBucket, key))),
  );
}
