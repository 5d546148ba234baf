/** How a file is rejected whose sandbox process gave no result. */
import type { SandboxOutcome } from './sandbox-session.ts';
import type { Rejected } from '../inspect/inspection.ts';

type FailedOutcome = Exclude<SandboxOutcome, { end: 'COMPLETED' }>;

export function rejectionAfterFailure({ end, found }: FailedOutcome): Rejected {
  const corrupt = (detail: string): Rejected => ({ outcome: 'REJECTED', reason: 'CORRUPT', detail });
  switch (end) {
    case 'OUT_OF_MEMORY':
      if (found?.mediaClass !== 'IMAGE')
        return corrupt('Reading the file took more memory than any sound file needs.');
      return {
        outcome: 'REJECTED',
        reason: 'TOO_MANY_PIXELS',
        detail: 'Decoding the picture took more memory than it may.',
      };
    case 'OUT_OF_TIME':
      return corrupt('The file could not be read to its end in the time that a file of its size may take.');
    case 'INVALID_OUTPUT':
      return corrupt('What the file says of itself leads to far more data than it holds.');
    case 'DIED':
    case 'FAILED':
      return corrupt('The file is damaged in a way that the program reading it could not cope with.');
  }
}
