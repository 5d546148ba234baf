import type { ReconciliationRun } from './reconciliation-run.ts';

/** One thing that can go wrong, and how it is repaired. */
export interface Repair {
  /** As it stands in logs. */
  readonly name: string;
  /** Throws when what it needs is unavailable; the other repairs of the run go on. */
  execute(run: ReconciliationRun): Promise<void>;
}
