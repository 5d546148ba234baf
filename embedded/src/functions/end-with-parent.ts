/** Ends this process when its parent has died, even while the main thread hangs in the function's own code. */
import { Worker } from 'node:worker_threads';

const watch = `
  const { workerData } = require('node:worker_threads');
  const look = () => {
    if (process.ppid !== workerData) process.kill(process.pid, 'SIGKILL');
  };
  look();
  setInterval(look, 1000);
`;

/**
 * @param parentPid handed over by the parent: one that died while this process started has another number by now,
 *   and its closed channel is announced by an event that nobody listened to.
 */
export function endWithParent(parentPid: number): void {
  new Worker(watch, { eval: true, workerData: parentPid, stdout: true, stderr: true }).unref();
  process.on('disconnect', () => process.exit(0));
  if (!process.connected) process.exit(0);
}
