import { describe, expect, it } from '@jest/globals';
import { uploadWith } from '@media-feed/uploader/fakes';
import type { Upload } from '@media-feed/uploader';
import { englishTexts } from '../../../test/english-texts.ts';
import { describeUpload, percentOf, summarize } from './upload-messages.ts';

const t = englishTexts.get();

describe('messages about uploads', () => {
  it.each<[Partial<Upload>, string]>([
    [
      { status: 'uploading', size: 1_800_000_000, sentBytes: 1_116_000_000, bytesPerSecond: 24_000_000 },
      '62 % of 1.8 GB · 24 MB/s · 29 s left',
    ],
    [{ status: 'uploading', sentBytes: 0 }, '0 % of 1 KB'],
    [{ status: 'uploading', sentBytes: 1000, bytesPerSecond: 10 }, '99 % of 1 KB'],
    [{ status: 'checking', arrivedAtMs: 0 }, 'Arrived. Checking what it is…'],
    [{ status: 'checking', arrivedAtMs: -60_000 }, 'Arrived. Still checking; you can close this page.'],
    [{ status: 'rejected', rejection: { reason: 'EMPTY', detail: null } }, 'This file is empty.'],
    [
      { status: 'rejected', rejection: { reason: 'TOO_LARGE', detail: null }, size: 120_000_000 },
      'This file is 114 MB; the limit for pictures is 100 MB.',
    ],
    [{ status: 'rejected', rejection: { reason: 'CORRUPT', detail: 'It ends early.' } }, 'It ends early.'],
    [
      {
        status: 'rejected',
        rejection: {
          reason: 'TOO_LONG',
          detail: 'As the server says.',
          parameters: { durationSeconds: 18_000, limitSeconds: 14_400, mediaClass: 'VIDEO' },
        },
      },
      'This video lasts 5 h; the limit is 4 h.',
    ],
    [
      { status: 'rejected', rejection: { reason: 'UNSUPPORTED_TYPE', detail: null }, fileName: 'a.avi' },
      'This is an AVI file. Supported formats are JPEG, PNG, GIF, WebP, AVIF, HEIC, HEIF, MP4, MOV, WebM, MKV, MP3, M4A, AAC, Ogg, FLAC and WAV.',
    ],
    [
      { status: 'rejected', rejection: { reason: 'UNSUPPORTED_TYPE', detail: null }, fileName: 'a.mp3' },
      'This is a file of a kind that is not supported. Supported formats are JPEG, PNG, GIF, WebP, AVIF, HEIC, HEIF, MP4, MOV, WebM, MKV, MP3, M4A, AAC, Ogg, FLAC and WAV.',
    ],
    [{ status: 'waiting', failure: 'network' }, 'The connection broke. Going on as soon as it is back.'],
    [
      { status: 'failed', failure: 'file-changed' },
      'The file was changed or moved since you chose it. Choose it again.',
    ],
  ])('%j', (upload, text) => {
    expect(describeUpload(t, uploadWith(upload), 0)).toBe(text);
  });

  it('shows 100 % only for what has arrived', () => {
    expect(percentOf(uploadWith({ sentBytes: 1000 }))).toBe(99);
    expect(percentOf(uploadWith({ sentBytes: 1000, arrivedAtMs: 5 }))).toBe(100);
  });

  it('sums up', () => {
    const uploads = [
      uploadWith({ id: '1', status: 'published', sentBytes: 1000 }),
      uploadWith({ id: '2', status: 'uploading', sentBytes: 500 }),
      uploadWith({ id: '3', status: 'rejected' }),
    ];
    expect(summarize(t, uploads)).toEqual({
      title: '1 of 3 uploads done',
      note: '1 rejected',
      progress: 0.75,
      isBusy: true,
    });
    expect(summarize(t, uploads.slice(0, 1)).title).toBe('1 upload done');
    expect(summarize(t, [])).toMatchObject({ isBusy: false, progress: 1 });
  });
});
