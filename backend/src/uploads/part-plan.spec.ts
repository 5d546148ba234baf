import { describe, expect, it } from '@jest/globals';
import { limits } from '@media-feed/contract';
import fc from 'fast-check';
import { planParts, sizeOfPart } from './part-plan.ts';

const MiB = 1024 ** 2;

describe('planParts', () => {
  it.each([
    [1, 8 * MiB, 1],
    [8 * MiB, 8 * MiB, 1],
    [8 * MiB + 1, 8 * MiB, 2],
    [5 * 1024 * MiB, 8 * MiB, 640],
    [80_000 * MiB, 8 * MiB, 10_000],
    [80_000 * MiB + 1, 9 * MiB, 8889],
  ])('cuts %d bytes into parts of %d: %d', (size, partSize, partCount) => {
    expect(planParts(size)).toEqual({ size, partSize, partCount });
  });

  it('always has parts that S3 takes and that add up to the size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 * 1024 ** 4 }), (size) => {
        const plan = planParts(size);
        expect(plan.partCount).toBeLessThanOrEqual(limits.maxParts);
        expect(plan.partSize).toBeGreaterThanOrEqual(limits.minPartBytes);
        const last = sizeOfPart(plan, plan.partCount);
        expect(last).toBeGreaterThan(0);
        expect(last).toBeLessThanOrEqual(plan.partSize);
        expect(plan.partSize * (plan.partCount - 1) + last).toBe(size);
      }),
    );
  });
});
