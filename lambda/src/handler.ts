/** The Lambda function: an S3 event in, inspection results out (runtime nodejs24.x, handler `handler.handler`). */
import { readConfig } from './config.ts';
import { createHandler } from './create-handler.ts';

/** Bundled, the sandbox's program lies beside this one. */
const sandboxEntry = import.meta.url.endsWith('.ts') ? './sandbox/child.ts' : './sandbox.mjs';

export const { handler } = createHandler(readConfig(), new URL(sandboxEntry, import.meta.url));
