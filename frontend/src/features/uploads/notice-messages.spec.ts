import { describe, expect, it } from '@jest/globals';
import type { MediaItem } from '@media-feed/contract';
import { englishTexts } from '../../../test/english-texts.ts';
import { noticeMessages } from './notice-messages.ts';

const itemWith = (notices: MediaItem['notices']) => ({ notices }) as MediaItem;

describe('notices of an upload', () => {
  it('are sentences of this page, or the ones that the API has', () => {
    const messages = noticeMessages(
      englishTexts.get(),
      itemWith([
        { code: 'STARTS_LATER', detail: 'As the API says.', parameters: { seconds: 0.6 } },
        { code: 'OF_LATER', detail: 'As the API says.', parameters: {} },
      ]),
    );
    expect(messages).toEqual([expect.stringMatching(/^It starts 0\.6 s later/), 'As the API says.']);
  });

  it('are none where nothing came', () => {
    expect(noticeMessages(englishTexts.get(), itemWith(undefined))).toEqual([]);
  });
});
