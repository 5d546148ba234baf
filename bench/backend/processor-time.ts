/** Processor time from the kernel, user and system: what holds on a busy machine, too. */
import { readdirSync, readFileSync } from 'node:fs';
import { childrenOf } from './cores.ts';

/** Seconds so far of all threads that the process has; those that ended are no longer in it. */
export function processorSeconds(pid: number): number {
  const tasks = `/proc/${String(pid)}/task`;
  return readdirSync(tasks).reduce((sum, thread) => sum + threadSeconds(`${tasks}/${thread}`), 0);
}

/** Seconds so far of a process's children, such as the backends of PostgreSQL, with those that have ended. */
export function childrenSeconds(pid: number): number {
  return childrenOf(pid).reduce((sum, child) => sum + processorSeconds(child), endedChildrenSeconds(pid));
}

/** proc_pid_stat(5): fields 16 and 17, in ticks of a hundredth of a second; the name before them may hold spaces. */
function endedChildrenSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(') ') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

/** 0 for a thread that has just ended. */
function threadSeconds(folder: string): number {
  try {
    return nanoseconds(folder) / 1e9;
  } catch {
    return 0;
  }
}

/** Linux's Documentation/scheduler/sched-stats.rst: nanoseconds on a processor, those that it waited, and turns. */
const nanoseconds = (folder: string) => Number(readFileSync(`${folder}/schedstat`, 'utf8').split(' ', 1)[0]);
