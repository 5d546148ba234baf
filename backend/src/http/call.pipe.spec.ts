import { describe, expect, it } from '@jest/globals';
import { calls } from '@media-feed/contract';
import * as z from 'zod/mini';
import { ValidationError } from '../errors/errors.ts';
import { CallPipe } from './call.pipe.ts';

const detailsOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (error instanceof ValidationError) return error.details;
  }
  return undefined;
};

describe('the pipe of a call', () => {
  const body = new CallPipe({
    body: z.strictObject({ name: z.string(), parts: z.array(z.strictObject({ etag: z.string() })) }),
  });
  const feed = new CallPipe(calls.listFeedPage);

  it('hands on what the schema made of it', () => {
    expect(feed.transform({ page: '2' }, { type: 'query' })).toEqual({ page: 2 });
  });

  it('names each place and says in words what is wrong', () => {
    const details = detailsOf(() => body.transform({ name: 7, parts: [{ etag: 1 }] }, { type: 'body' }));
    expect(details).toEqual([
      { path: 'name', message: 'Invalid input: expected string, received number' },
      { path: 'parts.0.etag', message: 'Invalid input: expected string, received number' },
    ]);
  });

  it('names every field that it does not know', () => {
    const details = detailsOf(() =>
      body.transform({ name: '', parts: [{ etag: '', size: 1 }], a: 1, b: 2 }, { type: 'body' }),
    );
    expect(details?.map((detail) => detail.path)).toEqual(['parts.0.size', 'a', 'b']);
  });

  it('names the parameter, which has no fields', () => {
    expect(detailsOf(() => feed.transform('x', { type: 'param', data: 'mediaId' }))).toEqual([
      { path: 'mediaId', message: expect.any(String) },
    ]);
  });

  it('refuses repeated query parameters', () => {
    const details = detailsOf(() => feed.transform({ page: ['1', '2'] }, { type: 'query' }));
    expect(details?.map((detail) => detail.path)).toEqual(['page']);
  });

  it('hands on what is none of these as it is', () => {
    const caller = { id: 'x' };
    expect(feed.transform(caller, { type: 'custom' })).toBe(caller);
  });

  it('takes no body for an empty one', () => {
    expect(detailsOf(() => body.transform(undefined, { type: 'body' }))?.map(({ path }) => path)).toEqual([
      'name',
      'parts',
    ]);
  });
});
