import type { CompleteUploadBody } from '@media-feed/contract';
import { UploadConflictError } from './uploads.errors.ts';
import type { StoredPart } from '../media/storage/multipart-storage.ts';
import type { PartPlan } from './part-plan.ts';

/**
 * S3 does not check a multipart's total. Every part of the plan must lie in storage, named by its ETag, and
 * their sizes must add up to what was announced. Throws {@link UploadConflictError}.
 */
export function assertWhole(
  { size, partCount }: PartPlan,
  stored: readonly StoredPart[],
  named: CompleteUploadBody['parts'],
): void {
  const bare = (etag: string) => etag.replaceAll('"', '').toLowerCase();
  const etags = new Map(named.map(({ partNumber, etag }) => [partNumber, bare(etag)]));
  const missing = Array.from({ length: partCount }, (_, index) => index + 1).find(
    (partNumber, index) => stored[index]?.partNumber !== partNumber || !etags.has(partNumber),
  );
  if (missing !== undefined) throw new UploadConflictError(`Part ${String(missing)} is missing.`);
  if (stored.length > partCount || named.length > partCount) {
    throw new UploadConflictError(`There are more than ${String(partCount)} parts.`);
  }
  const other = stored.find(({ partNumber, etag }) => etags.get(partNumber) !== bare(etag));
  if (other) throw new UploadConflictError(`Part ${String(other.partNumber)} has another ETag in storage.`);
  const sum = stored.reduce((bytes, part) => bytes + part.size, 0);
  if (sum !== size) {
    throw new UploadConflictError(
      `The parts have ${String(sum)} bytes instead of the ${String(size)} announced.`,
    );
  }
}
