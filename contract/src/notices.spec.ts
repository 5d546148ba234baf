import { describe, expect, it } from '@jest/globals';
import { noticeOf, noticeSchema, noticeSentence, readNotice, type KnownNotice } from './notices.ts';

const notices: [KnownNotice, string][] = [
  [{ code: 'STARTS_LATER', parameters: { seconds: 0.6032 } }, 'It starts 0.6 s later than your cut'],
  [{ code: 'STARTS_LATER', parameters: { seconds: 0.01 } }, 'It starts 0.1 s later'],
  [{ code: 'PARTS_SHORTENED', parameters: { seconds: 1.25 } }, '1.3 s are missing where parts were joined'],
  [{ code: 'STILL_ONLY', parameters: {} }, 'we publish the still picture'],
];

describe('a notice', () => {
  it.each(notices)('%j has its sentence', (notice, words) => {
    expect(noticeSentence(notice)).toContain(words);
  });

  it.each(notices)('%j is read as it was sent', (notice) => {
    const sent = noticeSchema.parse(noticeOf(notice));
    expect(sent.detail).toBe(noticeSentence(notice));
    expect(readNotice(sent)).toEqual(notice);
  });

  it.each([
    ['of later', 'IS_LOUDER', { decibels: 3 }],
    ['with parameters of later', 'STARTS_LATER', { frames: 3 }],
  ])('%s is not known', (_what, code, parameters) => {
    expect(readNotice({ code, detail: 'x', parameters })).toBeUndefined();
  });
});
