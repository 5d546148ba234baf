import { describe, expect, it } from '@jest/globals';
import { mediaTypeName, mediaTypes, publishableMediaTypes } from './media-types.ts';
import { rejectedResultSchema } from './inspection-result.ts';
import {
  byteWords,
  describeRejection,
  durationWords,
  fileOfExtension,
  generalRejectionSentence,
  maxParameterText,
  readRejection,
  rejectionSentence,
  withArticle,
  type Rejection,
} from './rejection-messages.ts';
import { rejectionReasons } from './rejection.ts';

const MiB = 1024 * 1024;
const formats = 'Supported formats are';

const unsupportedFeatures = [
  ['PLAYBACK_SPEED', 'faster or slower'],
  ['FREEZE_FRAME', 'holds one frame'],
  ['CUT_WITHOUT_KEY_FRAME', 'no frame stands by itself'],
  ['REPEATED_PARTS', 'again and again'],
  ['FORMAT_CHANGE', 'changes in the middle'],
  ['CHAINED_STREAMS', 'one behind the other'],
  ['COMPRESSED_TRACKS', 'compressed once more'],
] as const;

/** Every shape of parameters that a reason has. */
const cases: readonly (readonly [Rejection, string])[] = [
  [{ reason: 'EMPTY', parameters: {} }, 'This file is empty.'],
  [
    { reason: 'UNSUPPORTED_TYPE', parameters: { found: 'an AVI video' } },
    `This is an AVI video. ${formats} JPEG, `,
  ],
  [
    { reason: 'UNSUPPORTED_TYPE', parameters: { format: 'an MP3', feature: 'free format' } },
    `This is an MP3 of a kind we can’t read: free format. ${formats} JPEG, `,
  ],
  ...unsupportedFeatures.map(
    ([feature, sentence]) => [{ reason: 'UNSUPPORTED_FEATURE', parameters: { feature } }, sentence] as const,
  ),
  [
    { reason: 'ACTIVE_CONTENT', parameters: { found: 'a script', place: 'in the metadata' } },
    'not published. (Found: a script in the metadata.)',
  ],
  [{ reason: 'ACTIVE_CONTENT', parameters: { found: 'a PDF document' } }, '(Found: a PDF document.)'],
  [
    {
      reason: 'TYPE_MISMATCH',
      parameters: { declared: 'image/jpeg', found: 'MP4', foundClass: 'VIDEO' },
    },
    'This says it is JPEG, but it is MP4, a video. Rename it and try again.',
  ],
  [
    { reason: 'TYPE_MISMATCH', parameters: { declared: 'IMAGE', found: 'an MP3' } },
    'This says it is a picture, but it is an MP3. Rename it and try again.',
  ],
  [
    { reason: 'TOO_LARGE', parameters: { size: 60 * MiB, limit: 50 * MiB, mediaClass: 'IMAGE' } },
    'This file is 60 MB; the limit for pictures is 50 MB.',
  ],
  [
    { reason: 'TOO_LARGE', parameters: { size: 50 * MiB + 1, limit: 50 * MiB, mediaClass: 'IMAGE' } },
    'This file is a little larger than 50 MB, the limit for pictures.',
  ],
  [
    { reason: 'TOO_LARGE', parameters: { metadata: 'UNPACKED', limit: 16 * MiB } },
    'This file’s metadata, unpacked, exceeds 16 MB, the limit for it.',
  ],
  [
    {
      reason: 'TOO_MANY_PIXELS',
      parameters: { width: 40_000, height: 40_000, limitPixels: 1e8, mediaClass: 'IMAGE' },
    },
    'This picture is 40,000 × 40,000; the limit is 100 megapixels.',
  ],
  [
    {
      reason: 'TOO_MANY_PIXELS',
      parameters: { width: 70_000, height: 2, limitSide: 65_500, mediaClass: 'VIDEO' },
    },
    'This video is 70,000 × 2; the limit for a side is 65,500 pixels.',
  ],
  [
    {
      reason: 'TOO_MANY_PIXELS',
      parameters: { width: 1000, height: 1000, frames: 2000, limitPixels: 1e9 },
    },
    'This animation is 2,000 frames of 1,000 × 1,000; the limit is 1,000 megapixels in all.',
  ],
  [
    { reason: 'TOO_MANY_PIXELS', parameters: { frames: 6000, limitFrames: 5000 } },
    'This animation has 6,000 frames; the limit is 5,000.',
  ],
  [{ reason: 'TOO_MANY_PIXELS', parameters: { failure: 'OUT_OF_MEMORY' } }, 'takes more memory'],
  [
    {
      reason: 'TOO_LONG',
      parameters: { durationSeconds: 5 * 3600 + 0.4, limitSeconds: 4 * 3600, mediaClass: 'VIDEO' },
    },
    'This video lasts 5 h; the limit is 4 h.',
  ],
  [
    { reason: 'CORRUPT', parameters: { fault: 'It ends too early.' } },
    'Try exporting it again. (It ends too early.)',
  ],
  [{ reason: 'CORRUPT', parameters: { failure: 'OUT_OF_TIME' } }, 'in the time'],
  [{ reason: 'INTERNAL', parameters: {} }, 'Something went wrong on our side.'],
];

describe('a rejection', () => {
  it.each(cases)('%j has its sentence', (rejection, sentence) => {
    expect(rejectionSentence(rejection)).toContain(sentence);
    expect(readRejection(rejection.reason, rejection.parameters)).toEqual(rejection);
    expect(rejectedResultSchema.shape.parameters.parse(rejection.parameters)).toEqual(rejection.parameters);
  });

  it('has a sentence for every reason, with and without parameters', () => {
    expect(new Set(cases.map(([{ reason }]) => reason))).toEqual(new Set(rejectionReasons));
    for (const reason of rejectionReasons) expect(generalRejectionSentence(reason)).toMatch(/^[A-Z].*\.$/);
  });

  it.each(cases)('%j fits into a message however long its texts are', ({ reason, parameters }) => {
    const long = Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [
        name,
        reason !== 'UNSUPPORTED_FEATURE' && /^(found|place|format|feature|fault)$/.test(name)
          ? 'x'.repeat(maxParameterText)
          : value,
      ]),
    );
    const rejection = readRejection(reason, long);
    expect(rejection && rejectionSentence(rejection).length).toBeLessThanOrEqual(500);
  });

  it.each([
    ['a reason of later', 'TOO_LOUD', { decibels: 130 }],
    ['parameters of later', 'TOO_LARGE', { pages: 3 }],
    ['parameters of another reason', 'CORRUPT', { found: 'a BMP picture' }],
    ['a feature of later', 'UNSUPPORTED_FEATURE', { feature: 'HOLOGRAM' }],
    ['none', 'TOO_LONG', undefined],
    ['no object', 'TOO_LONG', 'long'],
  ])('with %s is not known', (_what, reason, parameters) => {
    expect(readRejection(reason, parameters)).toBeUndefined();
  });

  it('that names a supported format says what of it is not supported', () => {
    for (const name of publishableMediaTypes.map(mediaTypeName)) {
      const parameters = { format: `an ${name}`, feature: 'a feature' };
      expect(rejectionSentence({ reason: 'UNSUPPORTED_TYPE', parameters })).toContain(
        'of a kind we can’t read',
      );
    }
  });
});

describe('the rejection of an item', () => {
  const parameters = { durationSeconds: 3600, limitSeconds: 60, mediaClass: 'AUDIO' };

  it.each([
    ['its own sentence', 'TOO_LONG', parameters, 'This recording lasts 1 h; the limit is 1 min.'],
    ["the server's where it does not know the parameters", 'TOO_LONG', {}, 'As the server says.'],
    ["the server's where the reason may be another", 'INTERNAL', parameters, 'As the server says.'],
  ] as const)('has %s', (_which, reason, given, sentence) => {
    expect(describeRejection({ reason, detail: 'As the server says.', parameters: given })).toBe(sentence);
  });
});

describe('words', () => {
  it.each([
    [0, '0 bytes'],
    [1023, '1023 bytes'],
    [1536, '1.5 KB'],
    [50 * MiB, '50 MB'],
    [5 * 1024 * MiB, '5 GB'],
  ])('for %i bytes', (bytes, words) => {
    expect(byteWords(bytes)).toBe(words);
  });

  it.each([
    [0.4, '0 s'],
    [59, '59 s'],
    [60, '1 min'],
    [3661, '1 h 1 min 1 s'],
    [4 * 3600, '4 h'],
  ])('for %d seconds', (seconds, words) => {
    expect(durationWords(seconds)).toBe(words);
  });

  it.each([
    ['avi', 'an AVI file'],
    ['svg', 'an SVG file'],
    ['mp3', 'an MP3 file'],
    ['otf', 'an OTF file'],
    ['psd', 'a PSD file'],
    ['zip', 'a ZIP file'],
    ['heic', 'a HEIC file'],
    ['flac', 'a FLAC file'],
    ['rar', 'a RAR file'],
    ['7z', 'a 7Z file'],
    ['mov', 'a MOV file'],
    ['raw', 'a RAW file'],
    ['mpeg', 'an MPEG file'],
    ['mkv', 'an MKV file'],
    ['m4b', 'an M4B file'],
    ['hevc', 'an HEVC file'],
    ['exe', 'an EXE file'],
    ['sh', 'an SH file'],
    ['ult', 'a ULT file'],
  ])('for the extension %s', (extension, words) => {
    expect(fileOfExtension(extension)).toBe(words);
  });

  it('before the names of formats', () => {
    expect(mediaTypes.map((type) => withArticle(mediaTypeName(type)))).toEqual([
      ...['a JPEG', 'a PNG', 'a GIF', 'a WebP', 'an AVIF', 'a HEIC', 'a HEIF', 'an MP4', 'a MOV', 'a WebM'],
      ...['an MKV', 'an MP3', 'an M4A', 'an AAC', 'an Ogg', 'a FLAC', 'a WAV'],
    ]);
  });
});
