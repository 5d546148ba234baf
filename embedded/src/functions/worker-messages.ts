import type { InvocationOutcome } from './invocation-outcome.ts';

/** What the pool sends to a worker. */
export interface Invocation {
  readonly requestId: string;
  readonly event: unknown;
  readonly timeoutSeconds: number;
}

/** What a worker sends to the pool, in this order for each invocation; `begun` is missing where nothing could be called. */
export type FromWorker =
  | { readonly kind: 'begun' } // The handler is loaded and is called now: from here on the function's time counts.
  | { readonly kind: 'done'; readonly outcome: InvocationOutcome };
