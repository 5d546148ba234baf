import { parseStorageKey } from '@media-feed/contract';
import * as z from 'zod/mini';

const uploadEvent = z.object({
  Records: z.tuple([z.object({ s3: z.object({ object: z.object({ key: z.string() }) }) })], z.unknown()),
});

/** Whose upload an event of storage is about; empty where that cannot be told. Keys of events are URL-encoded. */
export function uploaderOf(event: unknown): string {
  const parsed = uploadEvent.safeParse(event);
  if (!parsed.success) return '';
  const { key } = parsed.data.Records[0].s3.object;
  try {
    const upload = parseStorageKey(decodeURIComponent(key.replaceAll('+', ' ')));
    return upload?.kind === 'upload' ? upload.userId : '';
  } catch {
    return '';
  }
}
