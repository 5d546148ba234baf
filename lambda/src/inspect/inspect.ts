/** The front door: what a file is, and whether the platform takes it. */
import type { Accepted, Declared, Inspection, InspectionLimits } from './inspection.ts';
import type { RangedReader } from './ranged-reader.ts';

const notYet: Inspection = {
  outcome: 'REJECTED',
  reason: 'UNSUPPORTED_TYPE',
  detail: 'Nothing is taken yet.',
};

/** The first look: type, codecs and limits from a few ranged reads. Rejects only where the reader does. */
export function inspect(
  _reader: RangedReader,
  _declared: Declared,
  _limits: InspectionLimits,
): Promise<Inspection> {
  return Promise.resolve(notYet);
}

/** Walks the whole container to its true end. Rejects only where the reader does. */
export function inspectToTheEnd(
  _reader: RangedReader,
  _accepted: Accepted,
  _limits: InspectionLimits,
): Promise<Inspection> {
  return Promise.resolve(notYet);
}
