/** A thread of the workshop: one work in, one file out. */
import { parentPort } from 'node:worker_threads';
import sharp from 'sharp';
import { makeFile } from './make.ts';
import type { Work } from './work.ts';
import type { Answer } from './workshop.ts';

// The threads share the processors already.
sharp.concurrency(1);
sharp.cache(false);

parentPort?.on('message', (work: Work) => {
  makeFile(work).then(
    (file) => parentPort?.postMessage({ file } satisfies Answer, [file.bytes.buffer]),
    (error: unknown) => parentPort?.postMessage({ failure: String(error) } satisfies Answer),
  );
});
