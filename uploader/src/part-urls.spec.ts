import { describe, expect, it } from '@jest/globals';
import { PartUrls } from './part-urls.ts';
import type { UploadRun } from './upload-run.ts';

/** What PartUrls looks at of a run, with a clock that the test turns. */
function runOf(expires: string) {
  const clock = { ms: 1_000_000 };
  const asked: number[][] = [];
  const signParts = (_mediaId: string, partNumbers: number[]) => {
    asked.push(partNumbers);
    return Promise.resolve({
      parts: partNumbers.map((partNumber) => ({
        partNumber,
        url: `https://storage.example/key?partNumber=${String(partNumber)}${expires}#${String(asked.length)}`,
        headers: {},
      })),
    });
  };
  const run = { api: { signParts }, signal: new AbortController().signal, timing: { now: () => clock.ms } };
  return { run: run as unknown as UploadRun, clock, asked };
}

describe('PartUrls', () => {
  it('signs some in advance, and anew what would have expired before it is used', async () => {
    const { run, clock, asked } = runOf('&X-Amz-Expires=300');
    const queue = [2, 3];
    const urls = new PartUrls(run, 'id', queue);
    expect((await urls.next(1)).url).toMatch(/partNumber=1.*#1$/);
    clock.ms += 200_000;
    queue.shift();
    expect((await urls.next(2)).url).toMatch(/partNumber=2.*#1$/);
    clock.ms += 50_000;
    queue.shift();

    expect((await urls.next(3)).url).toMatch(/partNumber=3.*#2$/);

    expect(asked).toEqual([[1, 2, 3], [3]]);
  });

  it('takes a URL that does not say how long it lasts', async () => {
    const { run, clock, asked } = runOf('');
    const urls = new PartUrls(run, 'id', [2]);
    await urls.next(1);
    clock.ms += 1_000_000_000;

    await urls.next(2);

    expect(asked).toHaveLength(1);
  });
});
