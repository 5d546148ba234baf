/**
 * Who runs where: the server that is measured has the last core to itself, load and database share the others, so that
 * the scheduler is no part of the figures. One core, or no `taskset` (util-linux), and everything runs anywhere.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const cores = availableParallelism();
const pinned = cores > 1 && spawnSync('taskset', ['--version']).status === 0;

/** In words, for the table's header. */
export const placement = pinned
  ? `the measured program on core ${String(cores - 1)}, load and database on the others`
  : 'all programs on whatever core is free';

/** What goes before the command of a server that is measured. */
export const onOwnCore: readonly string[] = pinned ? ['taskset', '-c', String(cores - 1)] : [];

/** Moves a process, its threads and its children to the cores that no measured server has. */
export function keepOffServers(pid: number): void {
  if (!pinned) return;
  spawnSync('taskset', ['-a', '-p', '-c', `0-${String(cores - 2)}`, String(pid)]);
  childrenOf(pid).forEach(keepOffServers);
}

export function childrenOf(pid: number): number[] {
  const folder = `/proc/${String(pid)}`;
  return readFileSync(`${folder}/task/${String(pid)}/children`, 'utf8')
    .split(' ')
    .filter(Boolean)
    .map(Number);
}
