import { setTimeout as wait } from 'node:timers/promises';
import type { OperationName } from './router.ts';
import type { S3Event } from './s3-event.ts';

export interface FaultableRequest {
  readonly operation: OperationName | 'Unknown';
  readonly bucket: string | undefined;
  readonly key: string | undefined;
}

export interface RequestFault {
  /** How long the request waits before anything else happens to it. */
  readonly delayMs?: number;
  /** `status` answers an error with this status; `cut` closes the connection without an answer. */
  readonly answer?: { readonly status: number; readonly code: string } | 'cut';
  /** `after`: the operation takes effect and only its answer is lost. Default `before`. */
  readonly when?: 'before' | 'after';
}

/** Switches for fault tests. Everything is off until a test sets it; `reset` puts it back. */
export class Faults {
  /** Delays in milliseconds after which an event is delivered: `[]` drops it, `[0, 0]` delivers it twice. */
  planEvent: ((event: S3Event) => readonly number[]) | undefined;
  /** What goes wrong with a request; undefined for nothing. */
  planRequest: ((request: FaultableRequest) => RequestFault | undefined) | undefined;
  /** Set by the events: where held events go. */
  onRelease: (event: S3Event) => void = () => undefined;
  #held: S3Event[] | undefined;

  /** Keeps all events back until `releaseEvents`. */
  holdEvents(): void {
    this.#held ??= [];
  }

  /** Delivers what was held, in the order that `arrange` gives it, and holds no more. */
  releaseEvents(arrange: (events: S3Event[]) => readonly S3Event[] = (events) => events): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const event of arrange([...held])) this.onRelease(event);
  }

  get heldEvents(): readonly S3Event[] {
    return this.#held ?? [];
  }

  /** Forgets all plans and drops the events that are held. */
  reset(): void {
    this.planEvent = undefined;
    this.planRequest = undefined;
    this.#held = undefined;
  }

  deliveries(event: S3Event): readonly number[] {
    const delays = this.planEvent?.(event) ?? [0];
    if (this.#held === undefined) return delays;
    this.#held.push(...delays.map(() => event));
    return [];
  }

  /** Waits out the delay, if there is one. */
  async meet(request: FaultableRequest): Promise<RequestFault | undefined> {
    const fault = this.planRequest?.(request);
    if (fault?.delayMs !== undefined) await wait(fault.delayMs);
    return fault;
  }
}
