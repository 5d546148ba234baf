import { readFileSync } from 'node:fs';

/** Bytes of a process that lie in memory (proc(5), VmRSS); undefined where that cannot be known. */
export function residentBytes(pid: number): number | undefined {
  try {
    const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
    return kib === undefined ? undefined : Number(kib) * 1024;
  } catch {
    return undefined;
  }
}

/** Ticks of the clock by which Linux counts a process's time (proc(5), `sysconf(_SC_CLK_TCK)`). */
const ticksPerSecond = 100;
/** proc(5), /proc/pid/stat: utime and stime, counted from the field behind the name in parentheses. */
const userTicksField = 11;

/** Milliseconds of processor time that a process has used; undefined where that cannot be known. */
export function processorMilliseconds(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[userTicksField]) + Number(fields[userTicksField + 1]);
    return Number.isFinite(ticks) ? (ticks * 1000) / ticksPerSecond : undefined;
  } catch {
    return undefined;
  }
}
