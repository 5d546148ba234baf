import { readNotice, type MediaItem } from '@media-feed/contract';
import type { Texts } from '../../lib/text/texts.ts';

/** In the reader's language; the API's own sentences where this page does not know them. */
export const noticeMessages = (t: Texts, { notices = [] }: MediaItem): string[] =>
  notices.map((notice) => {
    const known = readNotice(notice);
    return known ? t.notices.sentence(known) : notice.detail;
  });
