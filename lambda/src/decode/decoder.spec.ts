import { describe, expect, it } from '@jest/globals';
import { LibraryFailure } from '../library-failure.ts';
import { Decoder } from './decoder.ts';
import type { Ffmpeg } from './ffmpeg.ts';

describe('a decoder', () => {
  it('that FFmpeg was built without is no fault of the file', () => {
    const lacking = { Codec: { findDecoderByName: () => null } } as unknown as Ffmpeg;
    const open = () => new Decoder(lacking, { codec: 'hevc', description: undefined });
    expect(open).toThrow(new LibraryFailure('FFmpeg has no decoder hevc'));
  });
});
