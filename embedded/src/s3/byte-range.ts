import { S3Error } from './s3-error.ts';

export interface ByteRange {
  readonly start: number;
  readonly length: number;
}

/**
 * RFC 9110 §14.1.2: `bytes=first-last`, `bytes=first-`, `bytes=-suffix`. Undefined for anything else: a range that is
 * not understood, several of them included, is ignored. Throws InvalidRange for one outside the object.
 */
export function parseRange(value: string | undefined, size: number): ByteRange | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(value?.trim() ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start > end) {
    throw new S3Error('InvalidRange', 'The requested range is not satisfiable', {
      RangeRequested: value ?? '',
      ActualObjectSize: String(size),
    });
  }
  return { start, length: end - start + 1 };
}
