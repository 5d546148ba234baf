/** How a file is rejected whose sandbox process gave no result. */
import type { Rejected } from '../inspect/inspection.ts';
import { rejected } from '../inspect/rejected.ts';
import type { SandboxOutcome } from './sandbox-session.ts';

type FailedOutcome = Omit<Exclude<SandboxOutcome, { end: 'COMPLETED' }>, 'usedMs'>;

export function rejectionAfterFailure({ end, found }: FailedOutcome): Rejected {
  if (end === 'OUT_OF_MEMORY' && found?.mediaClass === 'IMAGE') {
    return rejected({ reason: 'TOO_MANY_PIXELS', parameters: { failure: end } });
  }
  return rejected({ reason: 'CORRUPT', parameters: { failure: end === 'FAILED' ? 'DIED' : end } });
}
