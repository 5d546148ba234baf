/** Memory of a process and all its descendants, pages that they share counted once (proc(5), smaps_rollup, Pss). */
import { readFileSync } from 'node:fs';

/** MiB; 0 where /proc does not know the process. Costs milliseconds: not to be called all the time. */
export function treePssMiB(pid: number): number {
  try {
    const folder = `/proc/${String(pid)}`;
    const rollup = readFileSync(`${folder}/smaps_rollup`, 'utf8');
    const kib = Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
    const children = readFileSync(`${folder}/task/${String(pid)}/children`, 'utf8')
      .split(' ')
      .filter(Boolean);
    return children.reduce((sum, child) => sum + treePssMiB(Number(child)), kib / 1024);
  } catch {
    return 0;
  }
}
