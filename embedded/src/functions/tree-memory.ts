/** Resident memory of a process and all its descendants: Lambda's limit counts child processes too. */
import { readFileSync } from 'node:fs';

/** MiB; 0 where /proc does not know the process (it has ended, or this is not Linux). */
export function treeMemoryMiB(pid: number): number {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    const residentKiB = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
    const children = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8')
      .split(' ')
      .filter(Boolean);
    return children.reduce((sum, child) => sum + treeMemoryMiB(Number(child)), residentKiB / 1024);
  } catch {
    return 0;
  }
}
