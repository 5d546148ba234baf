/** A program with a worker pool whose function hangs: `node pool.ts HANDLER_FILE`. */
import { WorkerPool } from '../../../src/functions/worker-pool.ts';

const pool = new WorkerPool({
  handlerFile: process.argv[2] ?? '',
  functionName: 'hanging',
  concurrency: 1,
  memoryMiB: 1024,
  timeoutSeconds: 3600,
  environment: {},
});
await pool.invoke('request-1', {});
