/** Ends this process when its parent has died, even while the main thread hangs in a parser. */
import { Worker } from 'node:worker_threads';

const watch = `
  const { workerData } = require('node:worker_threads');
  setInterval(() => {
    if (process.ppid !== workerData) process.kill(process.pid, 'SIGKILL');
  }, 1000);
`;

export function watchParent(): void {
  new Worker(watch, { eval: true, workerData: process.ppid, stdout: true, stderr: true }).unref();
}
