/** Ends this process when the process that started it has died, even while the main thread hangs in a parser. */
import { once } from 'node:events';
import { constants } from 'node:os';
import { Worker } from 'node:worker_threads';
import { loadLibc } from './libc.ts';

const watch = `
  const { workerData } = require('node:worker_threads');
  const look = () => {
    if (process.ppid !== workerData) process.kill(process.pid, 'SIGKILL');
  };
  look();
  setInterval(look, 1000);
`;

/**
 * @param parentPid as the parent itself handed it over: it may have died while this process was starting, and then
 * `process.ppid` names another one from the beginning.
 */
export async function watchParent(parentPid: number): Promise<void> {
  if (endsWithParent(parentPid)) return;
  const worker = new Worker(watch, { eval: true, workerData: parentPid, stdout: true, stderr: true });
  // A thread can't start any more once the process is confined.
  await once(worker, 'online');
  worker.unref();
}

const prSetParentDeathSignal = 1;

/** By the kernel, which needs no thread for it (prctl(2)); must come after a change of the user, which ends it. */
function endsWithParent(parentPid: number): boolean {
  try {
    const result = loadLibc().call('prctl', prSetParentDeathSignal, constants.signals.SIGKILL, 0, 0, 0);
    if (result !== 0) return false;
  } catch {
    return false;
  }
  if (process.ppid !== parentPid) process.kill(process.pid, 'SIGKILL');
  return true;
}
