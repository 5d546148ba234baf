/** Composes the decoder from its settings: messages of its queue in, what was made of recordings out. */
import type { Context, SQSEvent } from 'aws-lambda';
import { receivedDecodeRequestSchema } from '@media-feed/contract';
import type { Config } from './config.ts';
import { createDependencies, unprotected, type FunctionDependencies } from './create-dependencies.ts';
import { decodeMedia, namesItsOwn } from './decode-media.ts';
import { createLog, type Log } from './log.ts';
import { reportLayers } from './report-layers.ts';
import type { LayerReport } from './sandbox/layers.ts';
import type { Protection } from './sandbox/protect-function.ts';

/** Kept of the function's time to end in an orderly way. */
const reserveMs = 5000;

type DecoderHandler = (
  event: SQSEvent,
  context: Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>,
) => Promise<void>;

interface RunningDecoder {
  readonly handler: DecoderHandler;
  /** Rejects where something is missing that SANDBOX_REQUIRE asks for. */
  readonly layers: Promise<readonly LayerReport[]>;
  readonly close: () => void;
}

/** @param sandboxEntry the program of the sandbox. */
export function createDecoder(
  config: Config,
  sandboxEntry: URL,
  protection: Protection = unprotected,
): RunningDecoder {
  const dependencies = createDependencies(config, sandboxEntry, protection);
  const log = createLog(config.LOG_LEVEL);
  return {
    handler: async ({ Records }, context) => {
      const deadlineMs = Date.now() + context.getRemainingTimeInMillis() - reserveMs;
      // The queue hands over one at a time: a throw brings back this one alone.
      for (const { body, messageId } of Records) {
        const ofMessage = log.with({ requestId: context.awsRequestId, requestMessageId: messageId });
        await handle(body, dependencies, deadlineMs, ofMessage);
      }
    },
    layers: reportLayers(dependencies.sandbox, protection, config, log),
    close: dependencies.sandbox.close,
  };
}

/** @throws where the message can't be read, too: it ends in the dead-letter queue. */
async function handle(
  body: string,
  dependencies: FunctionDependencies,
  deadlineMs: number,
  log: Log,
): Promise<void> {
  const request = receivedDecodeRequestSchema.parse(JSON.parse(body));
  if (!namesItsOwn(request)) throw new Error('The request names an object of another item');
  const ofItem = log.with({ mediaId: request.mediaId });
  try {
    await decodeMedia(request, dependencies, deadlineMs, ofItem);
  } catch (error) {
    ofItem.error('Recording not decoded', { error });
    throw error;
  }
}
