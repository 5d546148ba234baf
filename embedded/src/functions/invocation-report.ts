import type { InvocationOutcome } from './invocation-outcome.ts';

/** As Lambda's own line, with the error that it would log in front. */
export function invocationReport(
  requestId: string,
  milliseconds: number,
  memoryMiB: number,
  outcome: InvocationOutcome,
): string {
  const error = outcome.ok ? '' : `\tStatus: error\tError: ${outcome.error.errorMessage}`;
  return `REPORT RequestId: ${requestId}\tDuration: ${milliseconds.toFixed(2)} ms\tMemory Size: ${memoryMiB} MB${error}`;
}
