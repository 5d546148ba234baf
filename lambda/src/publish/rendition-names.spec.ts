import { describe, expect, it } from '@jest/globals';
import { renditionType } from './rendition-names.ts';

describe('renditionType', () => {
  it.each([
    ['320.webp', 'image/webp'],
    ['video.mp4', 'video/mp4'],
    ['video.webm', 'video/webm'],
    ['audio.webm', 'audio/webm'],
    ['audio.m4a', 'audio/mp4'],
    ['audio.aac', 'audio/aac'],
  ])('serves %s as %s', (name, type) => {
    expect(renditionType(name)).toBe(type);
  });

  it.each(['', 'video.html', 'x.webp', '320.webp.html', '../320.webp', 'constructor'])(
    'knows no %j',
    (name) => {
      expect(renditionType(name)).toBeUndefined();
    },
  );
});
