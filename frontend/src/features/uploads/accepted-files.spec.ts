import { describe, expect, it } from '@jest/globals';
import { isPublishable, mediaTypeOfFileName, mediaTypes, parseMediaType } from '@media-feed/contract';
import { acceptAttribute, acceptByType } from './accepted-files.ts';

const typeOf = (accepted: string) =>
  accepted.startsWith('.') ? mediaTypeOfFileName(`a${accepted}`) : parseMediaType(accepted);

const named = (accepted: readonly string[]) => [...new Set(accepted.map(typeOf))].sort();
const publishable = mediaTypes.filter(isPublishable).sort();

describe('the file picker', () => {
  it('offers every type that can be published, and no other', () => {
    expect(named(acceptAttribute.split(','))).toEqual(publishable);
    expect(named([...Object.keys(acceptByType), ...Object.values(acceptByType).flat()])).toEqual(publishable);
  });

  it.each(['.heic', '.heif', '.hif'])('offers %s, which not every system knows the type of', (extension) => {
    expect(acceptAttribute.split(',')).toContain(extension);
    expect(Object.values(acceptByType).flat()).toContain(extension);
  });
});
