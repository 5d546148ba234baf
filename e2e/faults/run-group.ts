/** Runs the faults of a group over one stack; a fault that failed gets the next one a fresh stack. */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault, FaultGroup } from './matrix/fault.ts';
import { runCase, type CaseResult } from './run-case.ts';
import { Harness } from './harness/harness.ts';

export type FaultCase =
  | ({ readonly outcome: 'run' } & CaseResult)
  | { readonly outcome: 'not run'; readonly why: string; readonly isSkip: boolean };

export async function runGroup(
  group: FaultGroup,
  uploads: number,
  /** Where the logs of a stack go on which a fault failed. */
  logFolder: string,
  onCase: (fault: Fault, faultCase: FaultCase) => Promise<void>,
): Promise<void> {
  const runnable = group.faults.filter((fault) => !fault.missing?.());
  for (const fault of group.faults) {
    const why = fault.missing?.();
    if (why) await onCase(fault, { outcome: 'not run', why, isSkip: true });
  }
  if (runnable.length === 0) return;
  let undo: (() => Promise<void>) | undefined;
  let harness: Harness | undefined;
  const start = async () => {
    const prepared = undo ? undefined : await group.prepare?.();
    undo ??= prepared?.undo;
    return Harness.start(prepared?.harness ?? group.harness);
  };
  try {
    for (const fault of runnable) {
      const faultCase = await tryCase(async () => runCase((harness ??= await start()), fault, uploads));
      await onCase(fault, faultCase);
      if (holds(faultCase)) continue;
      if (harness)
        await cp(join(harness.stack.dataDir, 'logs'), join(logFolder, fault.name), { recursive: true });
      await harness?.destroy();
      harness = undefined;
    }
  } finally {
    await harness?.destroy();
    await undo?.();
  }
}

async function tryCase(run: () => Promise<CaseResult>): Promise<FaultCase> {
  try {
    return { outcome: 'run', ...(await run()) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { outcome: 'not run', why, isSkip: false };
  }
}

export function holds(faultCase: FaultCase): boolean {
  if (faultCase.outcome !== 'run') return faultCase.isSkip;
  return Object.values(faultCase.violations).every((wrong) => wrong.length === 0);
}
