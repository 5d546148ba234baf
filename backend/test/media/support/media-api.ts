/** The calls that the media specs make, each answer read by the contract's own schema. */
import { expect } from '@jest/globals';
import {
  type CursorPage,
  cursorPageSchema,
  type FeedPage,
  feedPageSchema,
  type MediaItem,
  mediaItemSchema,
  type OwnMediaPage,
  ownMediaPageSchema,
  type PresignedUpload,
  presignedUploadSchema,
  type RequestUploadBody,
} from '@media-feed/contract';
import type * as z from 'zod/mini';
import { type Answer, call, type Call } from '../../support/http.ts';
import type { Person } from '../../support/people.ts';

type Params = Readonly<Record<string, string | number | undefined>>;

/** The body of an answer that must be of this status and shape. */
export function read<Schema extends z.core.$ZodType>(
  answer: Answer,
  status: number,
  schema: Schema,
): z.output<Schema> {
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status });
  return (schema as unknown as { parse: (value: unknown) => z.output<Schema> }).parse(answer.body);
}

export function withQuery(path: string, params: Params): string {
  const query = new URLSearchParams(
    Object.entries(params).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as [string, string]],
    ),
  );
  return query.size > 0 ? `${path}?${query.toString()}` : path;
}

export class MediaApi {
  constructor(readonly url: string) {}

  call(path: string, options: Call = {}): Promise<Answer> {
    return call(this.url, path, options);
  }

  async presign(person: Person, overrides: Partial<RequestUploadBody> = {}): Promise<PresignedUpload> {
    const body = { fileName: 'sea.png', contentType: 'image/png', size: 1000, ...overrides };
    const answer = await this.call('/media/presigned-url', { method: 'POST', token: person.token, body });
    return read(answer, 201, presignedUploadSchema);
  }

  async item(mediaId: string, viewer?: Person): Promise<MediaItem> {
    return read(await this.call(`/media/${mediaId}`, as(viewer)), 200, mediaItemSchema);
  }

  async page(params: Params = {}, viewer?: Person): Promise<FeedPage> {
    return read(await this.call(withQuery('/media', params), as(viewer)), 200, feedPageSchema);
  }

  async pageAfter(cursor: string, params: Params = {}, viewer?: Person): Promise<CursorPage> {
    const path = withQuery('/media', { ...params, cursor });
    return read(await this.call(path, as(viewer)), 200, cursorPageSchema);
  }

  async mine(person: Person, params: Params = {}): Promise<OwnMediaPage> {
    return read(await this.call(withQuery('/media/mine', params), as(person)), 200, ownMediaPageSchema);
  }

  /** All items by cursor, `onPage` called after each page. */
  async walk(
    params: Params = {},
    viewer?: Person,
    onPage?: (page: number) => Promise<void>,
  ): Promise<MediaItem[]> {
    const first = await this.page(params, viewer);
    const items = [...first.items];
    let { nextCursor } = first;
    for (let page = 1; nextCursor !== null; page++) {
      await onPage?.(page);
      const next: CursorPage = await this.pageAfter(nextCursor, params, viewer);
      items.push(...next.items);
      ({ nextCursor } = next);
    }
    return items;
  }
}

const as = (person: Person | undefined): Call => (person ? { token: person.token } : {});
