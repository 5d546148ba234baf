import { limits } from '@media-feed/contract';

const MiB = 1024 * 1024;

/** How a file is cut: every part has `partSize` bytes but the last. */
export interface PartPlan {
  readonly size: number;
  readonly partSize: number;
  readonly partCount: number;
}

/** Parts of 8 MiB, or larger in whole MiB where 10,000 of those would not do. Sizes in bytes. */
export function planParts(size: number): PartPlan {
  const smallest = Math.ceil(size / limits.maxParts / MiB) * MiB;
  return planOf(size, Math.max(limits.minPartBytes, smallest));
}

export function planOf(size: number, partSize: number): PartPlan {
  return { size, partSize, partCount: Math.ceil(size / partSize) };
}

/** Bytes of one part of the plan; `partNumber` counts from 1 to `partCount`. */
export function sizeOfPart({ size, partSize, partCount }: PartPlan, partNumber: number): number {
  return partNumber < partCount ? partSize : size - partSize * (partCount - 1);
}
