/** Plays the faults of a group over one stack; a fault that failed gets the next one a fresh stack. */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault, FaultGroup } from './matrix/fault.ts';
import { runCell, type CellResult } from './run-cell.ts';
import { Stage } from './stage/stage.ts';

export type Cell =
  | ({ readonly outcome: 'played' } & CellResult)
  | { readonly outcome: 'not played'; readonly why: string; readonly isSkip: boolean };

export async function runGroup(
  group: FaultGroup,
  uploads: number,
  /** Where the logs of a stack go on which a fault failed. */
  logFolder: string,
  onCell: (fault: Fault, cell: Cell) => Promise<void>,
): Promise<void> {
  const playable = group.faults.filter((fault) => !fault.missing?.());
  for (const fault of group.faults) {
    const why = fault.missing?.();
    if (why) await onCell(fault, { outcome: 'not played', why, isSkip: true });
  }
  if (playable.length === 0) return;
  let undo: (() => Promise<void>) | undefined;
  let stage: Stage | undefined;
  const start = async () => {
    const prepared = undo ? undefined : await group.prepare?.();
    undo ??= prepared?.undo;
    return Stage.start(prepared?.stage ?? group.stage);
  };
  try {
    for (const fault of playable) {
      const cell = await played(async () => runCell((stage ??= await start()), fault, uploads));
      await onCell(fault, cell);
      if (holds(cell)) continue;
      if (stage)
        await cp(join(stage.stack.dataDir, 'logs'), join(logFolder, fault.name), { recursive: true });
      await stage?.destroy();
      stage = undefined;
    }
  } finally {
    await stage?.destroy();
    await undo?.();
  }
}

async function played(play: () => Promise<CellResult>): Promise<Cell> {
  try {
    return { outcome: 'played', ...(await play()) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { outcome: 'not played', why, isSkip: false };
  }
}

export function holds(cell: Cell): boolean {
  if (cell.outcome !== 'played') return cell.isSkip;
  return Object.values(cell.verdicts).every((wrong) => wrong.length === 0);
}
