/** As Lambda reports a failed invocation. */
export interface InvocationError {
  errorType: string;
  errorMessage: string;
}

export type InvocationOutcome = { ok: true; value: unknown } | { ok: false; error: InvocationError };
