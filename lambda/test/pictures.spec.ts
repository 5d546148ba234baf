import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fixture, startFunction } from './support/running-function.ts';

let running: Awaited<ReturnType<typeof startFunction>>;
beforeAll(async () => {
  running = await startFunction();
});
afterAll(() => running.close());

describe('a picture', () => {
  it('is published as WebP and announced', async () => {
    const verdict = await running.judge(await fixture('picture.png'), 'image/png');

    expect(verdict).toMatchObject({
      outcome: 'READY',
      type: 'IMAGE',
      mimeType: 'image/png',
      width: 320,
      height: 240,
    });
  });
});
