import { describe, expect, it } from '@jest/globals';
import { mediaTypeName, publishableMediaTypes } from '@media-feed/contract';
import { englishTexts } from '../../../test/english-texts.ts';
import { nextStep, rejectionMessage } from './rejection-messages.ts';

const t = englishTexts.get();
const fileNamed = (fileName: string) => ({ fileName, size: 1, mediaClass: null });
const unsupported = { reason: 'UNSUPPORTED_TYPE', detail: null } as const;

describe('a file that is rejected before it is sent', () => {
  it('of an unsupported type is answered with every supported one', () => {
    const message = rejectionMessage(t, unsupported, fileNamed('a.pdf'));
    expect(message).toMatch(/^This is a PDF file\. /);
    for (const type of publishableMediaTypes) expect(message).toContain(mediaTypeName(type));
  });

  it('is answered with what to do', () => {
    expect(nextStep(t, 'UNSUPPORTED_TYPE')).toBe('Export it in one of these formats and upload it again.');
  });
});
