import { describe, expect, it } from '@jest/globals';
import { limitPuts } from './limit-puts.ts';
import type { PutRequest, PutResponse } from './upload-api.ts';

const request: PutRequest = {
  url: 'http://storage/1',
  headers: {},
  body: new Blob([]),
  signal: new AbortController().signal,
  onProgress: () => undefined,
};

describe('limitPuts', () => {
  it('lets the next one go when one has ended, however it ended', async () => {
    const ends: PromiseWithResolvers<PutResponse>[] = [];
    const put = limitPuts(() => {
      const end = Promise.withResolvers<PutResponse>();
      ends.push(end);
      return end.promise;
    }, 2);
    const puts = [1, 2, 3, 4].map(() => put(request));
    expect(ends).toHaveLength(2);
    ends[0]?.resolve({ status: 200, etag: null });
    await puts[0];
    expect(ends).toHaveLength(3);
    ends[1]?.reject(new DOMException('Given up', 'AbortError'));
    await expect(puts[1]).rejects.toThrow('Given up');
    expect(ends).toHaveLength(4);
  });
});
