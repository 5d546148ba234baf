/** The decoder's function: messages of its queue in (runtime nodejs24.x, handler `decode-handler.handler`). */
import { readConfig } from './config.ts';
import { createDecoder } from './create-decoder.ts';
import { findFfmpeg } from './decode/ffmpeg.ts';
import { protectFunction } from './sandbox/protect-function.ts';

/** Bundled, the sandbox's program lies beside this one. */
const sandboxEntry = import.meta.url.endsWith('.ts') ? './decode/child.ts' : './decode-sandbox.mjs';

// Ahead of the first message: for want of it no file is to blame.
if (findFfmpeg() === undefined) throw new Error('FFmpeg’s decoders (@seydx/node-av-…) are not installed');
const config = readConfig();
const protection = protectFunction(config.CREDENTIALS_DESCRIPTOR);
const { handler, layers } = createDecoder(config, new URL(sandboxEntry, import.meta.url), protection);
// What is required and missing ends the function here, before it has a message to lose.
if (config.SANDBOX_REQUIRE.length > 0) await layers;

export { handler };
