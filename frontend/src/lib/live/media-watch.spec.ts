import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { MediaItem } from '@media-feed/contract';
import { MediaWatch } from './media-watch.ts';

const item = { id: 'a' } as MediaItem;

describe('the watch over awaited inspections', () => {
  let asked: string[];
  let received: MediaItem[];
  let awaited: string[];
  let watch: MediaWatch;

  beforeEach(() => {
    jest.useFakeTimers();
    asked = [];
    received = [];
    awaited = ['a'];
    watch = new MediaWatch({
      getMedia: (mediaId) => {
        asked.push(mediaId);
        return Promise.resolve(item);
      },
      onItem: (found) => received.push(found),
      awaited: () => awaited,
    });
  });
  afterEach(() => {
    watch.stop();
    jest.useRealTimers();
  });

  it('asks at once when the stream comes up, for what happened while it was down', async () => {
    watch.setStreamUp(true);
    await jest.advanceTimersByTimeAsync(0);
    expect(asked).toEqual(['a']);
    expect(received).toEqual([item]);
  });

  it('asks again and again while the stream is down, and seldom while it is up', async () => {
    watch.wake();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(asked.length).toBeGreaterThanOrEqual(2);
    watch.setStreamUp(true);
    await jest.advanceTimersByTimeAsync(0);
    const soFar = asked.length;
    await jest.advanceTimersByTimeAsync(10_000);
    expect(asked).toHaveLength(soFar);
  });

  it('asks for nothing when nothing is awaited', async () => {
    awaited = [];
    watch.setStreamUp(true);
    watch.wake();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(asked).toEqual([]);
  });
});
