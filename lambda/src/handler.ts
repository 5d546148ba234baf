/** The Lambda function: an S3 event in, inspection results out (runtime nodejs24.x, handler `handler.handler`). */
import { readConfig } from './config.ts';
import { createHandler } from './create-handler.ts';
import { protectFunction } from './sandbox/protect-function.ts';

/** Bundled, the sandbox's program lies beside this one. */
const sandboxEntry = import.meta.url.endsWith('.ts') ? './sandbox/child.ts' : './sandbox.mjs';

const config = readConfig();
const protection = protectFunction(config.CREDENTIALS_DESCRIPTOR);
const { handler, layers } = createHandler(config, new URL(sandboxEntry, import.meta.url), protection);
// What is required and missing ends the function here, before it has an event to lose.
if (config.SANDBOX_REQUIRE.length > 0) await layers;

export { handler };
