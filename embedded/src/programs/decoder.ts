/**
 * Emulates AWS Lambda for the decoder: worker processes with a time and memory limit, and the event source mapping that
 * feeds them from the decoder's queue. A stop loses nothing: the queue keeps what is not done.
 */
import { QueuePoller } from '../functions/queue-poller.ts';
import { WorkerPool } from '../functions/worker-pool.ts';
import { required, runProgram } from './lifecycle.ts';
import './no-pages.ts';

/** As on AWS (infrastructure/media-processing.yaml). */
const timeoutSeconds = 120;
const visibilitySeconds = 150;

runProgram<object>(() => {
  const concurrency = Number(required('DECODER_CONCURRENCY'));
  const pool = new WorkerPool({
    handlerFile: required('FUNCTION_HANDLER'),
    functionName: required('FUNCTION_NAME'),
    concurrency,
    memoryMiB: Number(required('LAMBDA_MEMORY_MIB')),
    timeoutSeconds,
    environment: JSON.parse(required('FUNCTION_ENVIRONMENT')) as Record<string, string>,
  });
  const poller = new QueuePoller({
    endpoint: required('QUEUE_ENDPOINT'),
    region: required('AWS_REGION'),
    queueUrl: required('DECODE_QUEUE_URL'),
    concurrency,
    visibilitySeconds,
    retrySeconds: Number(required('LAMBDA_RETRY_SECONDS').split(',').at(-1)),
    invoke: (event) => pool.invoke(crypto.randomUUID(), event),
    log: console.error,
  });
  return Promise.resolve({
    ready: {},
    stop: async () => {
      // At once: what is under way fails, and its message comes again.
      await Promise.all([pool.close(), poller.stop()]);
    },
  });
});
