/** A place among one person's events, as the `id:` of a stream carries it; opaque to clients. */
export interface EventPosition {
  /** Number of the last event that was sent. */
  readonly eventId: bigint;
  /** When the place was sent, in milliseconds since 1970; events are kept for a while only. */
  readonly at: number;
}

const pattern = /^(\d{1,18})-(\d{13})$/;

export function formatEventId({ eventId, at }: EventPosition): string {
  return `${String(eventId)}-${String(at)}`;
}

/** `undefined` for what {@link formatEventId} did not make. */
export function parseEventId(text: string): EventPosition | undefined {
  const [, eventId, at] = pattern.exec(text) ?? [];
  return eventId && at ? { eventId: BigInt(eventId), at: Number(at) } : undefined;
}
