import type { StoredUpload } from '../media/storage/processing-lambda.ts';

export interface PendingUpload {
  readonly createdAt: Date;
  readonly deadlineAt: Date;
  readonly nextLookAt: Date;
  /** As it was noted before; null when it was not. */
  readonly arrivedAt: Date | null;
  /** How often it has been inspected again. */
  readonly invocations: number;
}

export type PendingDecision =
  | { readonly kind: 'expire' }
  /** `until` is when to look again. */
  | { readonly kind: 'wait' | 'invoke'; readonly until: Date };

/** The pace at which the Lambda may work on a large file. */
const inspectedBytesPerSecond = 10 * 1024 ** 2;
/** Once the Lambda works again, nobody waits much longer than this many times the patience. */
const longestBackOff = 4;
/** Looks at what has not arrived grow rarer with its age, up to this. */
const longestLookPauseMs = 5 * 60_000;
const lookPausePerAge = 1 / 4;

/**
 * What is owed to an unfinished upload now. One that arrived is inspected again when its inspection result is overdue,
 * then after twice as long, and so on; one that did not is EXPIRED at its deadline.
 */
export function decideOnPending(
  upload: PendingUpload,
  stored: StoredUpload | undefined,
  { now, overdueAfterMs }: { readonly now: Date; readonly overdueAfterMs: number },
): PendingDecision {
  const after = (moment: Date, ms: number) => new Date(moment.getTime() + ms);
  if (!stored) {
    if (upload.deadlineAt <= now) return { kind: 'expire' };
    const ageMs = Math.max(0, now.getTime() - upload.createdAt.getTime());
    const nextLook = after(now, Math.min(longestLookPauseMs, ageMs * lookPausePerAge));
    return { kind: 'wait', until: nextLook < upload.deadlineAt ? nextLook : upload.deadlineAt };
  }
  const patienceMs = overdueAfterMs + (stored.size / inspectedBytesPerSecond) * 1000;
  // What was noted first counts: by a storage whose clock runs ahead it would be younger for ever.
  const arrivedAt = upload.arrivedAt ?? (stored.lastModified < now ? stored.lastModified : now);
  const dueAt = upload.invocations === 0 ? after(arrivedAt, patienceMs) : upload.nextLookAt;
  if (dueAt > now) return { kind: 'wait', until: dueAt };
  return {
    kind: 'invoke',
    until: after(now, patienceMs * Math.min(longestBackOff, 2 ** upload.invocations)),
  };
}
