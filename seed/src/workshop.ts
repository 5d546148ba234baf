/** Makes files in threads of their own, so that uploads go on meanwhile. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { MadeFile, Work } from './work.ts';

export interface Workshop {
  /** Waits for a free thread. */
  readonly make: (work: Work) => Promise<MadeFile>;
  readonly close: () => Promise<void>;
}

export type Answer = { readonly file: MadeFile } | { readonly failure: string };

export function openWorkshop(threads = Math.min(4, availableParallelism())): Workshop {
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL('workshop-worker.ts', import.meta.url)),
  );
  const free = [...workers];
  const waiting: ((worker: Worker) => void)[] = [];
  const release = (worker: Worker) => {
    const next = waiting.shift();
    if (next) next(worker);
    else free.push(worker);
  };
  return {
    make: async (work) => {
      const worker = free.pop() ?? (await new Promise<Worker>((resolve) => waiting.push(resolve)));
      try {
        return await askWorker(worker, work);
      } finally {
        release(worker);
      }
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function askWorker(worker: Worker, work: Work): Promise<MadeFile> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      worker.off('message', onMessage);
      worker.off('error', onError);
    };
    const onMessage = (answer: Answer) => {
      settle();
      if ('file' in answer) resolve(answer.file);
      else reject(new Error(`${work.seed} could not be made: ${answer.failure}`));
    };
    const onError = (error: Error) => {
      settle();
      reject(error);
    };
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.postMessage(work);
  });
}
