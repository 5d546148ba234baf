import { describe, expect, it } from '@jest/globals';
import { unplayableCodec } from './playable.ts';

const item = (codec: string, mimeType = 'video/mp4') => ({
  type: 'VIDEO' as const,
  codecs: [codec, 'aac'],
  renditions: [
    { url: '/320.webp', width: 320, height: 180, mimeType: 'image/webp' },
    { url: '/video', width: 1920, height: 1080, mimeType },
  ],
});
const browser = (plays: (type: string) => boolean) => () => ({
  canPlayType: (type: string) => (plays(type) ? ('probably' as const) : ('' as const)),
});

describe('a video that a browser can’t play', () => {
  it('is known by its codec, as the browser is asked in the container that is served', () => {
    const withoutHevc = browser((type) => !type.includes('hvc1'));
    expect(unplayableCodec(item('hevc'), withoutHevc)).toBe('HEVC');
    expect(unplayableCodec(item('avc'), withoutHevc)).toBeUndefined();
    const withoutWebm = browser((type) => type.startsWith('video/mp4'));
    expect(unplayableCodec(item('vp9', 'video/webm'), withoutWebm)).toBe('VP9');
  });

  it('is not made out of what this page does not know', () => {
    const nothing = browser(() => false);
    expect(unplayableCodec(item('vvc'), nothing)).toBeUndefined();
    expect(unplayableCodec({ ...item('hevc'), type: 'AUDIO' }, nothing)).toBeUndefined();
    expect(unplayableCodec({ ...item('hevc'), renditions: [] }, nothing)).toBeUndefined();
  });
});
