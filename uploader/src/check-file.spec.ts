import { describe, expect, it } from '@jest/globals';
import { isPublishable, mediaTypes, requestUploadBodySchema } from '@media-feed/contract';
import * as fc from 'fast-check';
import { checkFile, labelOf } from './check-file.ts';

describe('checkFile', () => {
  it.each([
    ['a.mkv', '', 'video/x-matroska'],
    ['a.AVIF', '', 'image/avif'],
    ['a.jpg', 'image/jpg', 'image/jpeg'],
    ['IMG_1.HEIC', '', 'image/heic'],
    ['IMG_1.heif', 'image/heif-sequence', 'image/heif'],
    ['song.m4a', 'audio/x-m4a', 'audio/mp4'],
    ['a.flac', 'application/octet-stream', 'audio/flac'],
  ])('reads %s with type %j as %s', (name, type, mediaType) => {
    expect(checkFile({ name, type, size: 1 })).toEqual({ ok: true, mediaType });
  });

  it.each([
    ['a.jpg', 'image/jpeg', 0, 'EMPTY'],
    ['a.pdf', 'application/pdf', 1, 'UNSUPPORTED_TYPE'],
    ['README', '', 1, 'UNSUPPORTED_TYPE'],
    ['a.png', 'image/png', 104_857_601, 'TOO_LARGE'],
  ])('rejects %s (%s, %d bytes): %s', (name, type, size, reason) => {
    expect(checkFile({ name, type, size })).toMatchObject({ ok: false, rejection: { reason } });
  });
});

describe('every media type of the contract', () => {
  it.each(mediaTypes.map((type) => [type, isPublishable(type)] as const))(
    '%s is accepted: %s',
    (type, ok) => {
      expect(checkFile({ name: 'a', type, size: 1 }).ok).toBe(ok);
    },
  );
});

describe('labelOf', () => {
  it('keeps what the API accepts', () => {
    expect(labelOf('Evening at the lake.mov')).toBe('Evening at the lake.mov');
  });

  it.each([
    ['a\u0000b\n.jpg', 'a b .jpg'],
    ['\u0007', 'Untitled'],
    ['\u202Egpj.exe', 'gpj.exe'],
    ['\u3164\u200B', 'Untitled'],
    [`${'\u00AD'.repeat(300)}a`, `${'\u00AD'.repeat(6)}a`],
  ])('makes %j printable', (name, label) => {
    expect(labelOf(name)).toBe(label);
  });

  it('makes of any name one that the API accepts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const body = { fileName: labelOf(name), contentType: 'image/png', size: 1 };
        expect(requestUploadBodySchema.safeParse(body).success).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('shortens a long name and keeps its extension', () => {
    const label = labelOf(`${'🌊'.repeat(300)}.jpeg`);
    expect(Array.from(label)).toHaveLength(255);
    expect(label.endsWith('🌊.jpeg')).toBe(true);
  });
});
