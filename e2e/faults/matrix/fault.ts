/** A row of the matrix: what goes wrong, at which moment, and what that makes right. */
import type { Harness, HarnessOptions } from '../harness/harness.ts';
import type { Ledger } from '../workload/ledger.ts';
import type { RecordedUser } from '../workload/user.ts';
import type { Behaviour } from '../workload/uploading.ts';
import type { Allowance } from '../invariants/observations.ts';

export interface FaultContext {
  readonly harness: Harness;
  readonly ledger: Ledger;
  readonly users: readonly RecordedUser[];
  /** May be changed while the fault is on. */
  readonly allowance: { -readonly [Key in keyof Allowance]: Allowance[Key] };
}

export interface Injected {
  /** Resolves when the fault has triggered; a fault that never does has proven nothing. */
  readonly triggered: Promise<unknown>;
  /** Puts everything back, some time after it has triggered. */
  readonly recover?: () => Promise<void> | void;
}

export interface Fault {
  /** For ONLY: letters and hyphens. */
  readonly name: string;
  readonly moment: string;
  /** Called before the workload starts. */
  readonly inject: (context: FaultContext) => Promise<Injected> | Injected;
  /** How long it stays once it has triggered; undefined recovers at once. */
  readonly lastsMs?: number;
  /** What every third client does instead of uploading well. */
  readonly behaviour?: Behaviour;
  /** What this machine lacks to run it, in a sentence; undefined where nothing. */
  readonly missing?: () => string | undefined;
}

/** Faults that share a line of the table, and a stack. */
export interface FaultGroup {
  readonly name: string;
  readonly title: string;
  /** Of the group's own stack. */
  readonly harness?: HarnessOptions;
  /** Before the stack starts; the options of it, and what to undo when it has ended. */
  readonly prepare?: () => Promise<{ harness: HarnessOptions; undo: () => Promise<void> }>;
  readonly faults: readonly Fault[];
}
