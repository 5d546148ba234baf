/** Ends this process when the process that started it has died, even while the main thread hangs in a parser. */
import { once } from 'node:events';
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
 * @param parentPid as the parent itself handed it over: it may have died while this process was starting, and then
 * `process.ppid` names another one from the beginning.
 */
export async function watchParent(parentPid: number): Promise<void> {
  const worker = new Worker(watch, { eval: true, workerData: parentPid, stdout: true, stderr: true });
  await once(worker, 'online');
  worker.unref();
}
