/** The Lambda function: an S3 event in, verdicts out (runtime nodejs24.x, handler `handler.handler`). */
import { readConfig } from './config.ts';
import { createHandler } from './create-handler.ts';

/** Bundled, the cage's program lies beside this one. */
const cageEntry = import.meta.url.endsWith('.ts') ? './cage/child.ts' : './cage.mjs';

export const { handler } = createHandler(readConfig(), new URL(cageEntry, import.meta.url));
